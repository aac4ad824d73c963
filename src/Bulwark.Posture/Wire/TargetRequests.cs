using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Posture.Wire;

/// <summary>Requests to the two listeners of a target.</summary>
internal static class TargetRequests
{
    extension(PostureTarget target)
    {
        /// <summary>What clients put into <c>Host</c>: the port only when it is not the usual one.</summary>
        public string Authority => target.Edge.IsDefaultPort ? target.ServerName : $"{target.ServerName}:{target.Edge.Port}";

        /// <summary>Asks the edge over TLS and HTTP/1.1.</summary>
        /// <param name="request">What is asked.</param>
        /// <param name="trust">What the edge's certificate is checked against; null: the system's CAs. The outcome is in the answer.</param>
        /// <param name="cancellationToken">Ends the probe.</param>
        public Task<Answer> AskEdgeAsync(EdgeRequest request, X509ChainPolicy? trust, CancellationToken cancellationToken)
        {
            var offer = new TlsOffer { ServerName = request.ServerName ?? target.ServerName, Trust = trust };
            var bytes = RawRequest.Http1(request.Method, request.Target, request.Host ?? target.Authority, request.Json, request.Headers);
            return new RawClient(target.Limits, request.From).AskAsync(target.Edge.Host, target.Edge.Port, offer, bytes, cancellationToken);
        }

        /// <summary>Asks the edge without looking at its certificate.</summary>
        public Task<Answer> AskEdgeAsync(EdgeRequest request, CancellationToken cancellationToken) =>
            target.AskEdgeAsync(request, trust: null, cancellationToken);

        /// <summary>Asks the load balancer over TLS and HTTP/1.1, past the edge.</summary>
        public Task<Answer> AskOriginAsync(Uri origin, X509Certificate2 certificate, EdgeRequest request, CancellationToken cancellationToken)
        {
            var offer = new TlsOffer { ServerName = request.ServerName ?? target.ServerName, ClientCertificate = certificate };
            var bytes = RawRequest.Http1(request.Method, request.Target, request.Host ?? target.ServerName, request.Json, request.Headers);
            return new RawClient(target.Limits, request.From).AskAsync(origin.Host, origin.Port, offer, bytes, cancellationToken);
        }

        /// <summary>
        /// Asks the load balancer for <c>/</c>, past the edge, under the name that clients use: it answers 421 to any other, and to an SNI that differs.
        /// </summary>
        /// <param name="origin">Where it is.</param>
        /// <param name="certificate">What is presented; null: nothing.</param>
        /// <param name="protocol">HTTP/1.1, or HTTP/2, of which only the preface is spoken.</param>
        /// <param name="cancellationToken">Ends the probe.</param>
        public Task<Answer> AskOriginAsync(
            Uri origin, X509Certificate2? certificate, SslApplicationProtocol protocol, CancellationToken cancellationToken)
        {
            var offer = new TlsOffer
            {
                ServerName = target.ServerName,
                ClientCertificate = certificate,
                Protocol = protocol,
                Trust = target.Credentials?.OriginTrust()?.CreateServerPolicy(),
            };
            var bytes = protocol == SslApplicationProtocol.Http2 ? RawRequest.Http2Preface : RawRequest.Http1("GET", "/", target.ServerName);
            return new RawClient(target.Limits).AskAsync(origin.Host, origin.Port, offer, bytes, cancellationToken);
        }
    }
}
