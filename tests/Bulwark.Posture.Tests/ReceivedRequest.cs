using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Posture.Tests;

/// <summary>What a listener was asked.</summary>
public sealed record ReceivedRequest(string Method, string Target, string Host, string Body, X509Certificate2? ClientCertificate)
{
    /// <summary>SNI.</summary>
    public string ServerName { get; init; } = "";

    /// <summary>The header lines as they came.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];
}
