namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>How many bytes of bodies wait for a verdict in the whole process, and the most that may; of these a share for each client, so that none takes all.</summary>
/// <param name="limit">The most, in bytes.</param>
/// <param name="shareLimit">The most of one client, in bytes.</param>
internal sealed class HeldMemory(long limit, long shareLimit = long.MaxValue)
{
    /// <summary>Of whoever has no address: his part is not limited.</summary>
    public const int NoShare = -1;

    /// <summary>How many shares are told apart. Two clients may meet in one and then divide it; which ones is another matter in each process.</summary>
    public const int Shares = 16 * 1024;

    private readonly long[] _shares = shareLimit == long.MaxValue ? [] : new long[Shares];
    private long _held;

    public long Held => Volatile.Read(ref _held);

    /// <summary>Takes memory for a body. False when there is none left: the request is answered with 503.</summary>
    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= limit)
            return true;

        Interlocked.Add(ref _held, -bytes);
        return false;
    }

    /// <summary>Takes memory for a body of a client.</summary>
    /// <param name="bytes">How much.</param>
    /// <param name="share">The client's share, or <see cref="NoShare"/>.</param>
    /// <param name="isShareSpent">Whether it is the client itself that holds as much as it may.</param>
    public bool TryTake(int bytes, int share, out bool isShareSpent)
    {
        isShareSpent = !TryTakeOfShare(bytes, share);
        if (isShareSpent)
            return false;

        if (TryTake(bytes))
            return true;

        GiveBackOfShare(bytes, share);
        return false;
    }

    public void GiveBack(int bytes, int share = NoShare)
    {
        GiveBackOfShare(bytes, share);
        Interlocked.Add(ref _held, -bytes);
    }

    private bool TryTakeOfShare(int bytes, int share)
    {
        if (share == NoShare || _shares.Length == 0 || Interlocked.Add(ref _shares[share], bytes) <= shareLimit)
            return true;

        Interlocked.Add(ref _shares[share], -bytes);
        return false;
    }

    private void GiveBackOfShare(int bytes, int share)
    {
        if (share != NoShare && _shares.Length > 0)
            Interlocked.Add(ref _shares[share], -bytes);
    }
}
