import os
import pytest
@pytest.mark.parametrize("n",[1,2])
def test_e(n):
    print({k:v for k,v in os.environ.items() if k in("LINES","COLUMNS")})
    assert 0
