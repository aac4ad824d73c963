using System.Text.Json.Serialization;
using Bulwark.Pki;

namespace Bulwark.LoadBalancer.MutualTls.Journal;

/// <summary>Connections of one certificate that <c>audit</c> let in and that <c>verify</c> would refuse for one reason.</summary>
public sealed record AuditEntry
{
    /// <summary>The listener that let them in.</summary>
    public required string Listener { get; init; }

    /// <summary>SHA-256 of the leaf in lower-case hex; null: they showed none.</summary>
    public required string? Fingerprint { get; init; }

    /// <summary>Why they would be refused.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<ClientCertificateReason>))]
    public required ClientCertificateReason Reason { get; init; }

    /// <summary>The leaf's subject as RFC 2253 writes it. It says what it likes.</summary>
    public required string? Subject { get; init; }

    /// <summary>How many connections there were.</summary>
    public required long Count { get; init; }

    /// <summary>When the first one came.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When the last one came.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Where the last one came from.</summary>
    public required string? LastAddress { get; init; }
}
