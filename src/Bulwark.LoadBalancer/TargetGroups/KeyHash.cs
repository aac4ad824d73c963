namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>
/// FNV-1a with 64 bits and a last mixing step. It spreads keys; it keeps nobody from choosing keys that fall together, which the bound on a target's load is for.
/// </summary>
internal readonly record struct KeyHash(ulong State)
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The hash of nothing.</summary>
    public static KeyHash Empty => new(Offset);

    /// <summary>The hash, its bits mixed: without that, keys that differ in their end only would lie beside each other on a ring.</summary>
    public ulong Value
    {
        get
        {
            var value = State;
            value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCD;
            value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53;
            return value ^ (value >> 33);
        }
    }

    /// <summary>With one more character.</summary>
    public KeyHash Add(char next) => new(unchecked((((State ^ (byte)next) * Prime) ^ (byte)(next >> 8)) * Prime));
}
