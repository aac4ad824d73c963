using System.Net;
using System.Text.Json.Serialization;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Pki;

namespace Bulwark.LoadBalancer.ConnectionLogs;

/// <summary>One line of the connection log, in the words of that of AWS Application Load Balancers ("Connection log entries" of its user guide).</summary>
internal sealed record ConnectionLine
{
    [JsonPropertyName("timestamp")]
    public required DateTimeOffset Timestamp { get; init; }

    [JsonPropertyName("client_ip")]
    public required string? ClientIp { get; init; }

    [JsonPropertyName("client_port")]
    public required int? ClientPort { get; init; }

    /// <summary>Ours: which listener it was.</summary>
    [JsonPropertyName("listener")]
    public required string Listener { get; init; }

    [JsonPropertyName("listener_port")]
    public required int? ListenerPort { get; init; }

    [JsonPropertyName("tls_protocol")]
    public required string TlsProtocol { get; init; }

    [JsonPropertyName("tls_cipher")]
    public required string TlsCipher { get; init; }

    /// <summary>Seconds from the client's first message to the verdict.</summary>
    [JsonPropertyName("tls_handshake_latency")]
    public required double TlsHandshakeLatency { get; init; }

    [JsonPropertyName("leaf_client_cert_subject")]
    public required string? Subject { get; init; }

    [JsonPropertyName("leaf_client_cert_validity")]
    public required string? Validity { get; init; }

    [JsonPropertyName("leaf_client_cert_serial_number")]
    public required string? SerialNumber { get; init; }

    [JsonPropertyName("tls_verify_status")]
    public required string TlsVerifyStatus { get; init; }

    /// <summary>Ours: our own word for the reason, which is finer.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>Ours: true when the peer may talk, verified or not.</summary>
    [JsonPropertyName("admitted")]
    public required bool IsAdmitted { get; init; }

    /// <summary>Ours: SHA-256 of the leaf.</summary>
    [JsonPropertyName("leaf_client_cert_sha256")]
    public required string? Fingerprint { get; init; }

    /// <summary>Ours: how many refusals of the same kind were not written before this line.</summary>
    [JsonPropertyName("suppressed")]
    public required int Suppressed { get; init; }

    /// <summary>The line of a handshake.</summary>
    public static ConnectionLine Of(HandshakeRecord handshake, DateTimeOffset now, int suppressed)
    {
        var (listener, connection, tls, latency, admission) = handshake;
        using var leaf = admission.Evidence.OpenLeaf();
        var client = connection.RemoteEndPoint as IPEndPoint;
        return new ConnectionLine
        {
            Timestamp = now,
            ClientIp = client?.Address.ToString(),
            ClientPort = client?.Port,
            Listener = listener,
            ListenerPort = (connection.LocalEndPoint as IPEndPoint)?.Port,
            TlsProtocol = tls.SslProtocol.ToString(),
            TlsCipher = tls.NegotiatedCipherSuite.ToString(),
            TlsHandshakeLatency = Math.Round(latency.TotalSeconds, 6),
            Subject = leaf is null ? null : DistinguishedNames.ToRfc2253(leaf.SubjectName),
            Validity = leaf is null ? null : ClientCertificateHeaders.ValidityOf(leaf),
            SerialNumber = leaf?.SerialNumber,
            TlsVerifyStatus = admission.Certificate.Reason.ConnectionLogWord,
            Reason = admission.Certificate.Reason.ToString(),
            IsAdmitted = admission.IsAdmitted,
            Fingerprint = admission.Evidence.Fingerprint,
            Suppressed = suppressed,
        };
    }
}
