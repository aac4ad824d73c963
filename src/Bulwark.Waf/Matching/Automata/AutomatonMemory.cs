namespace Bulwark.Waf.Matching.Automata;

/// <summary>The memory that all automata of an engine may take together.</summary>
internal sealed class AutomatonMemory(long limit)
{
    /// <summary>What an engine uses unless told otherwise.</summary>
    public const long DefaultLimit = 64L * 1024 * 1024;

    private long _used;

    public long Used => Volatile.Read(ref _used);

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= limit)
            return true;

        Interlocked.Add(ref _used, -bytes);
        return false;
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _used, -bytes);
}
