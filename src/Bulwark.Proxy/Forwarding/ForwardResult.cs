using System.Runtime.InteropServices;

namespace Bulwark.Proxy.Forwarding;

/// <summary>How a request fared.</summary>
/// <param name="Fault">Whose fault it is that the request did not come through.</param>
/// <param name="Status">What the client is told when its answer has not begun: 400, 408, 413, 502 or 504. Without meaning when there is no fault.</param>
/// <param name="Detail">Why, for people; null when there is nothing to say.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ForwardResult(ForwardFault Fault, int Status, string? Detail = null)
{
    /// <summary>The target answered, and its answer was brought back.</summary>
    public static ForwardResult Done => default;
}
