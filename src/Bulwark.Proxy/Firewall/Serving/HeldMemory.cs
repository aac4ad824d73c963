namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>How many bytes of bodies wait for a verdict in the whole process, and the most that may.</summary>
/// <param name="limit">The most, in bytes.</param>
internal sealed class HeldMemory(long limit)
{
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

    public void GiveBack(int bytes) => Interlocked.Add(ref _held, -bytes);
}
