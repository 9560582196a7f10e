"""Job functions, one file a room; each is found and registered when the worker starts.

@job("payments.ask_bank_again", retries=6, first_delay=timedelta(minutes=1))
def ask_bank_again(*, now: datetime, code: str) -> None: ...
"""
