using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>What a probe that wanted an answer says when none came.</summary>
internal static class NoAnswer
{
    /// <summary>A server that is down or silent teaches nothing; one that closes the door has given its answer.</summary>
    /// <param name="answer">What came.</param>
    /// <param name="what">What was asked.</param>
    /// <param name="ifRefused">What a refusal means to the probe; gets the evidence.</param>
    public static ProbeResult? Explain(Answer answer, string what, Func<string, ProbeResult> ifRefused) => answer.Kind switch
    {
        AnswerKind.Unreachable => ProbeResult.Inconclusive(answer.Detail),
        AnswerKind.Silent => ProbeResult.Inconclusive($"{what}: {answer.Detail}"),
        AnswerKind.Refused => ifRefused($"{what}: {answer.Detail}"),
        AnswerKind.Answered => null,
    };
}
