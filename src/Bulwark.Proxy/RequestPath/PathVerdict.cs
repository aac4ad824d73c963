using System.Runtime.InteropServices;
using Bulwark.Proxy.Answers;

namespace Bulwark.Proxy.RequestPath;

/// <summary>The decision about a path.</summary>
/// <param name="Decision">What is done.</param>
/// <param name="Protocol">For <see cref="PathDecision.Hide"/>: the protocol of the tier whose path is hidden.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PathVerdict(PathDecision Decision, AnswerProtocol Protocol = AnswerProtocol.Plain)
{
    internal static PathVerdict Forward => new(PathDecision.Forward);

    internal static PathVerdict Refuse => new(PathDecision.Refuse);

    internal bool IsForward => Decision == PathDecision.Forward;
}
