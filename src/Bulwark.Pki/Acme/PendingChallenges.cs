using System.Collections.Immutable;
using System.Net.Security;

namespace Bulwark.Pki.Acme;

/// <summary>What the edge has to show while a name is being proved. Empty almost always.</summary>
public sealed class PendingChallenges
{
    private ImmutableDictionary<string, SslStreamCertificateContext> _names = ImmutableDictionary.Create<string, SslStreamCertificateContext>(StringComparer.OrdinalIgnoreCase);
    private ImmutableDictionary<string, string> _tokens = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>False: no handshake has to be looked at.</summary>
    public bool HasNames => !Volatile.Read(ref _names).IsEmpty;

    /// <summary>The certificate that proves a name by TLS-ALPN-01; null: it is not being proved.</summary>
    public SslStreamCertificateContext? CertificateOf(string name) => Volatile.Read(ref _names).GetValueOrDefault(name);

    /// <summary>What is to be answered to a token of HTTP-01; null: it is none of ours.</summary>
    public string? AuthorizationOf(string token) => Volatile.Read(ref _tokens).GetValueOrDefault(token);

    internal Shown ShowCertificate(string name, SslStreamCertificateContext certificate)
    {
        ImmutableInterlocked.AddOrUpdate(ref _names, name, certificate, (_, _) => certificate);
        return new Shown(() => ImmutableInterlocked.TryRemove(ref _names, name, out _));
    }

    internal Shown ShowToken(string token, string authorization)
    {
        ImmutableInterlocked.AddOrUpdate(ref _tokens, token, authorization, (_, _) => authorization);
        return new Shown(() => ImmutableInterlocked.TryRemove(ref _tokens, token, out _));
    }

    /// <summary>Shown until disposed of.</summary>
    internal sealed class Shown(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
