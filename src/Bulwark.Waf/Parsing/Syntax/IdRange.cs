using System.Runtime.InteropServices;

namespace Bulwark.Waf.Parsing.Syntax;

/// <summary>Rule IDs from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IdRange(int First, int Last)
{
    public bool Contains(int id) => First <= id && id <= Last;

    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
