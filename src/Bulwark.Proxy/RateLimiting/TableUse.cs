using System.Runtime.InteropServices;

namespace Bulwark.Proxy.RateLimiting;

/// <summary>How full the table is.</summary>
/// <param name="Keys">Keys with a counter that is not over.</param>
/// <param name="Mitigated">Those of them that have exceeded their limit and wait.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TableUse(int Keys, int Mitigated)
{
    public TableUse With(bool isMitigated) => new(Keys + 1, Mitigated + (isMitigated ? 1 : 0));
}
