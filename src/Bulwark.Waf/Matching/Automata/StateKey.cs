namespace Bulwark.Waf.Matching.Automata;

/// <summary>
/// What a state of an automaton stands for, as numbers: what stands before the position; how many patterns were found by reaching the state, and
/// which; then the places in the program where it goes on, in order. Places where every search begins are left out, as they are always there.
/// </summary>
internal static class StateKey
{
    private const int CountShift = 2;
    private const int BeforeMask = (1 << CountShift) - 1;

    public static int Head(Before before, int found) => (int)before | (found << CountShift);

    public static Before Before(ReadOnlySpan<int> key) => (Before)(key[0] & BeforeMask);

    /// <summary>The patterns found by reaching the state.</summary>
    public static ReadOnlySpan<int> Found(ReadOnlySpan<int> key) => key.Slice(1, key[0] >> CountShift);

    public static ReadOnlySpan<int> Places(ReadOnlySpan<int> key) => key[(1 + (key[0] >> CountShift))..];
}
