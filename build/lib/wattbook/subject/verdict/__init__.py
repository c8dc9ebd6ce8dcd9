"""The verdict: what the programme must earn, what it returns, how the chain yields, and what is built beyond demand."""
