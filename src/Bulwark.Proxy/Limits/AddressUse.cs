namespace Bulwark.Proxy.Limits;

/// <summary>What one address holds open at the moment.</summary>
internal sealed class AddressUse(UInt128 key)
{
    private int _requests;

    public UInt128 Key => key;

    /// <summary>Changed under the lock of <see cref="OpenConnections"/> only.</summary>
    public int Connections { get; set; }

    /// <summary>Takes a place for a request, if one is free.</summary>
    public bool TryBeginRequest(int most)
    {
        if (Interlocked.Increment(ref _requests) <= most)
            return true;

        EndRequest();
        return false;
    }

    /// <summary>Gives the place back.</summary>
    public void EndRequest() => Interlocked.Decrement(ref _requests);
}
