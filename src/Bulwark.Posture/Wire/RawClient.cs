using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Pki;

namespace Bulwark.Posture.Wire;

/// <summary>
/// Sends bytes as they are and takes what comes. An ordinary HTTP client would tidy up the paths that a probe spells badly on purpose, and would hide
/// the difference between a refusal and a server that is down.
/// </summary>
internal sealed class RawClient(ProbeLimits limits, IPAddress? from = null)
{
    private const int MostBytes = 256 * 1024;

    /// <summary>One connection, one request, one answer.</summary>
    /// <param name="host">Where to connect.</param>
    /// <param name="port">Where to connect.</param>
    /// <param name="offer">TLS; null: none.</param>
    /// <param name="request">What is sent.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    public async Task<Answer> AskAsync(string host, int port, TlsOffer? offer, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        using var tcp = from is null ? new TcpClient() : new TcpClient(new IPEndPoint(from, 0));
        if (await ConnectAsync(tcp, host, port, cancellationToken) is { } problem)
            return new Answer(AnswerKind.Unreachable, problem);

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limits.Answer);
        var exchange = new Exchange();
        try
        {
            await exchange.RunAsync(tcp.GetStream(), offer, request, deadline.Token);
            return exchange.Result(AnswerKind.Refused, "closed without an answer");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return exchange.Result(AnswerKind.Silent, $"neither answered nor closed within {limits.Answer.TotalSeconds:0.#} s");
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException)
        {
            return exchange.Result(AnswerKind.Refused, $"refused: {(e.InnerException ?? e).Message}");
        }
    }

    private async Task<string?> ConnectAsync(TcpClient tcp, string host, int port, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limits.Connect);
        try
        {
            await tcp.ConnectAsync(host, port, deadline.Token);
            return null;
        }
        catch (SocketException e)
        {
            return $"{host}:{port} cannot be reached: {e.SocketErrorCode}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{host}:{port} cannot be reached: no connection within {limits.Connect.TotalSeconds:0.#} s";
        }
    }

    /// <summary>What was seen so far, also when the connection breaks.</summary>
    private sealed class Exchange
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();
        private SslPolicyErrors _errors;
        private DateTimeOffset? _notAfter;
        private SslApplicationProtocol _protocol;

        public async Task RunAsync(Stream stream, TlsOffer? offer, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
        {
            if (offer is null)
            {
                await SendAndReadAsync(stream, request, cancellationToken);
                return;
            }

            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsClientAsync(offer.ToOptions(errors => _errors = errors), cancellationToken);
            _notAfter = (tls.RemoteCertificate as X509Certificate2)?.ValidUntil;
            _protocol = tls.NegotiatedApplicationProtocol;

            // The handshake alone proves nothing: a server may look at the certificate only afterwards, and then its refusal comes with the first read.
            await SendAndReadAsync(tls, request, cancellationToken);
        }

        /// <summary>Bytes that came are an answer, whatever ended the connection.</summary>
        public Answer Result(AnswerKind otherwise, string detail) => _bytes.WrittenCount > 0
            ? new Answer(AnswerKind.Answered, "") { Bytes = _bytes.WrittenMemory, CertificateErrors = _errors, CertificateNotAfter = _notAfter, Protocol = _protocol }
            : new Answer(otherwise, detail) { CertificateErrors = _errors, Protocol = _protocol };

        private async Task SendAndReadAsync(Stream stream, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(request, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            var buffer = new byte[16 * 1024];
            while (_bytes.WrittenCount < MostBytes && await stream.ReadAsync(buffer, cancellationToken) is var count and > 0)
                _bytes.Write(buffer.AsSpan(0, count));
        }
    }
}
