using System.Net.Security;
using System.Security.Authentication;
using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>In TLS 1.2 the certificate comes at another point of the handshake than in 1.3: a server that looks at one of them only has a back door.</summary>
internal sealed class OriginRefusesOverTls12 : IProbe
{
    public string Id => "origin.mtls.no-certificate-tls12";

    public string Meaning => "The load balancer refuses a client without a certificate over TLS 1.2 too";

    public string? Sibling => OriginProbes.SiblingId;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        if (target.Origin is not { } origin)
            return OriginProbes.NotKnown;

        var offer = new TlsOffer { ServerName = target.ServerName, Protocol = SslApplicationProtocol.Http11, Versions = SslProtocols.Tls12 };
        var answer = await new RawClient(target.Limits).AskAsync(origin.Host, origin.Port, offer, RawRequest.Http1("GET", "/", target.ServerName), cancellationToken);
        return answer.Kind switch
        {
            AnswerKind.Answered => ProbeResult.Fail($"answered: {answer}"),
            AnswerKind.Refused => ProbeResult.Pass("closed without an answer"),
            _ => ProbeResult.Inconclusive(answer.Detail),
        };
    }
}
