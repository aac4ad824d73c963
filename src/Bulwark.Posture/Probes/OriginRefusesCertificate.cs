using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>
/// The load balancer ends the connection of a client with a bad certificate, or none, before one byte of HTTP. An error page is an answer too: whoever can
/// get one speaks to the server behind the lock.
/// </summary>
/// <param name="id">Name of the probe.</param>
/// <param name="meaning">The promise.</param>
/// <param name="certificate">What is presented; null in the answer: nothing.</param>
internal sealed class OriginRefusesCertificate(string id, string meaning, Func<PostureTarget, X509Certificate2?> certificate) : IProbe
{
    private static readonly SslApplicationProtocol[] Protocols = [SslApplicationProtocol.Http11, SslApplicationProtocol.Http2];

    public string Id => id;

    public string Meaning => meaning;

    public string? Sibling => OriginProbes.SiblingId;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        if (target.Origin is not { } origin)
            return OriginProbes.NotKnown;

        using var presented = certificate(target);
        foreach (var protocol in Protocols)
        {
            var answer = await target.AskOriginAsync(origin, presented, protocol, cancellationToken);
            if (answer.Kind == AnswerKind.Answered)
                return ProbeResult.Fail($"answered over {protocol}: {answer}");

            if (answer.Kind != AnswerKind.Refused)
                return ProbeResult.Inconclusive(answer.Detail);
        }

        return ProbeResult.Pass("closed without an answer, over HTTP/1.1 and HTTP/2");
    }
}
