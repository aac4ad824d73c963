using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Pki.Revocation;
using Bulwark.Pki.Rotation;
using Bulwark.Pki.Trust;

namespace Bulwark.Pki;

/// <summary>
/// The CAs whose client certificates are taken, and the <see cref="TrustRules"/> that a certificate has to keep beside that. Nothing is downloaded during a verification; the
/// system's own CAs count for nothing. One store is one reading of its files: a reload makes another one.
/// </summary>
public sealed class TrustStore
{
    private readonly AcceptedChains _accepted = new();
    private readonly IReadOnlyList<TrustedAuthority> _authorities;
    private readonly TrustStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly HashSet<SpkiPin> _pins = [];
    private readonly List<SubjectPattern> _subjects;

    private TrustStore(IReadOnlyList<TrustedAuthority> authorities, TrustStoreOptions options, TimeProvider time)
    {
        _authorities = authorities;
        _options = options;
        _time = time;
        _subjects = [.. options.Subjects.Select(subject => new SubjectPattern(subject))];
        foreach (var text in options.Pins)
            _pins.Add(SpkiPin.TryParse(text, out var pin) ? pin : throw new OperatorException($"The pin '{text}' is not sha256/ and the base64 of 32 bytes."));
    }

    /// <summary>The CAs that are trusted at this moment.</summary>
    public X509Certificate2Collection Authorities => Live(_time.GetUtcNow());

    /// <summary>The checks. A test switches single ones off to see that each of them holds by itself.</summary>
    internal IReadOnlyList<TrustRule> Rules { get; init; } = TrustRules.All;

    private X509Certificate2Collection Intermediates { get; init; } = [];

    private Revocation.RevocationLists Revocations { get; init; } = Revocation.RevocationLists.None;

    private DataDirectory? Data { get; init; }

    /// <summary>The lists that certificates are looked up in, for status and metrics.</summary>
    public IReadOnlyList<RevocationListState> RevocationLists => [.. Revocations.All.Select(pair => Describe(pair.Value))];

    /// <summary>A trust store from a PEM file of one or more CA certificates.</summary>
    /// <exception cref="OperatorException">The file is missing or damaged, or holds something else than CA certificates.</exception>
    public static TrustStore Load(string pemPath, TimeProvider? time = null) =>
        new([.. LoadAuthorities(pemPath).Select(certificate => new TrustedAuthority(certificate))], new TrustStoreOptions(), time ?? TimeProvider.System);

    /// <summary>Who is trusted for a CA of the instance: also while it rotates, with its revocation list.</summary>
    /// <param name="data">The instance.</param>
    /// <param name="authority">Such as <see cref="PkiFolder.OriginCa"/>.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="OperatorException">A file is missing or unusable.</exception>
    public static TrustStore LoadInstance(DataDirectory data, string authority, TimeProvider time) => Load(new TrustStoreOptions(), data, time, authority);

    /// <summary>A trust store as settings describe it. Whoever puts it into force calls <see cref="RememberRevocationLists"/>; until then nothing has happened.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="data">What relative paths start from, and where the instance's own CAs are.</param>
    /// <param name="time">The clock.</param>
    /// <param name="authority">The CA of the instance that counts when the settings name none.</param>
    /// <exception cref="OperatorException">A file is missing or unusable, or a revocation list is older than one that was in force before.</exception>
    public static TrustStore Load(TrustStoreOptions options, DataDirectory data, TimeProvider time, string authority = PkiFolder.OriginCa)
    {
        var store = Read(options, data, time, authority);
        RevocationNumbers.Check(new PkiFolder(data), store.Revocations);
        return store;
    }

    /// <summary>The store is in force from now on: a revocation list that is older than one of its own is refused hereafter. Cheap when nothing is new.</summary>
    /// <exception cref="OperatorException">A newer list is in force already, or the folder cannot be written.</exception>
    public void RememberRevocationLists()
    {
        if (Data is not null)
            RevocationNumbers.Note(new PkiFolder(Data), Revocations);
    }

    /// <summary>The revocation lists of a trust store as they lie on the disk: nothing is put into force, and nothing is written.</summary>
    /// <exception cref="OperatorException">A file is missing or unusable.</exception>
    public static IReadOnlyList<RevocationListState> ReadRevocationLists(TrustStoreOptions options, DataDirectory data, TimeProvider time) =>
        Read(options, data, time, PkiFolder.OriginCa).RevocationLists;

    /// <summary>Decides about the certificate of a TLS client.</summary>
    /// <param name="leaf">What the client presented, if anything.</param>
    /// <param name="sent">What else it sent: intermediates, which help to build the chain and prove nothing by themselves.</param>
    public ClientCertificateVerdict Verify(X509Certificate2? leaf, X509Certificate2Collection? sent = null)
    {
        if (leaf is null)
            return new ClientCertificateVerdict(ClientCertificateReason.NoCertificate, null);

        if (sent?.Count > LeafRules.MostCertificatesSent)
            return new ClientCertificateVerdict(ClientCertificateReason.UnsupportedCertificate, LeafRules.CommonName(leaf));

        var now = _time.GetUtcNow();
        var key = AcceptedChains.KeyOf(leaf, sent ?? []);
        return _accepted.Find(key, now) ?? Judge(leaf, sent ?? [], key, now);
    }

    /// <summary>
    /// How a client checks a TLS server against this store: for <c>SslClientAuthenticationOptions.CertificateChainPolicy</c>. The name is checked by
    /// the caller's <c>TargetHost</c>. A policy is for one connection.
    /// </summary>
    public X509ChainPolicy CreateServerPolicy() => CreatePolicy(Oids.ServerAuth, _time.GetUtcNow());

    /// <summary>The same store without one of its checks.</summary>
    internal TrustStore Without(ClientCertificateReason reason) => new(_authorities, _options, _time)
    {
        Intermediates = Intermediates,
        Revocations = Revocations,
        Rules = [.. Rules.Where(rule => rule.Reason != reason)],
    };

    private static TrustStore Read(TrustStoreOptions options, DataDirectory data, TimeProvider time, string authority)
    {
        var folder = new PkiFolder(data);
        var now = time.GetUtcNow();
        var own = options.Authorities.Count > 0 ? null : new AuthorityTrust(folder, authority);
        var authorities = own?.Load(now) ?? [.. LoadAll(options.Authorities, data).Select(certificate => new TrustedAuthority(certificate))];
        var intermediates = LoadAll(options.Intermediates, data);
        var signers = authorities.Select(trusted => trusted.Certificate).Concat(intermediates).ToList();
        var files = options.Revocation.Files.Select(file => Path.GetFullPath(file, data.Root)).Concat(own?.RevocationLists(now) ?? []).Distinct(StringComparer.Ordinal);
        var revocations = Revocation.RevocationLists.Load(files, signers, options.Revocation.Grace, now);
        return new TrustStore(authorities, options, time) { Intermediates = [.. intermediates], Revocations = revocations, Data = data };
    }

    private ClientCertificateVerdict Judge(X509Certificate2 leaf, X509Certificate2Collection sent, AcceptedChains.Key key, DateTimeOffset now)
    {
        var name = LeafRules.CommonName(leaf);
        using var engine = new X509Chain { ChainPolicy = CreatePolicy(Oids.ClientAuth, now) };
        engine.ChainPolicy.ExtraStore.AddRange(sent);
        try
        {
            engine.Build(leaf);
            var chain = Describe(leaf, engine, now);
            if (Rules.FirstOrDefault(rule => rule.IsBroken(chain)) is { } broken)
                return new ClientCertificateVerdict(broken.Reason, name);

            var anchor = AnchorOf(chain);
            var verdict = new ClientCertificateVerdict(ClientCertificateReason.Accepted, anchor is null ? name : anchor.Qualify(name)) { Authority = Fingerprints.Of(chain.Certificates[^1]) };
            _accepted.Add(key, new AcceptedChains.Entry(verdict, chain.Certificates.Max(certificate => certificate.ValidFrom), GoodUntil(chain, anchor)));
            return verdict;
        }
        catch (CryptographicException)
        {
            // The bytes are no certificate that can be worked with.
            return new ClientCertificateVerdict(ClientCertificateReason.UnsupportedCertificate, name);
        }
        finally
        {
            foreach (var element in engine.ChainElements)
                element.Certificate.Dispose();
        }
    }

    private PresentedChain Describe(X509Certificate2 leaf, X509Chain engine, DateTimeOffset now) => new()
    {
        Leaf = leaf,
        Certificates = [.. engine.ChainElements.Select(element => element.Certificate)],
        Status = engine.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status),
        Now = now,
        MaxDepth = _options.MaxChainDepth,
        Pins = _pins,
        Subjects = _subjects,
        Revocations = Revocations,
    };

    private RevocationListState Describe(RevocationList list) => new(
        DistinguishedNames.ToRfc2253(list.IssuerName),
        list.Number.ToString(CultureInfo.InvariantCulture),
        list.NextUpdate,
        list.NextUpdate + _options.Revocation.Grace,
        list.Serials.Count);

    /// <summary>The first moment at which something that an acceptance rests on may end.</summary>
    private DateTimeOffset GoodUntil(PresentedChain chain, TrustedAuthority? anchor) =>
        new[] { chain.Certificates.Min(certificate => certificate.ValidUntil), Revocations.CountsUntil(chain.Certificates), anchor?.RetiresAt ?? DateTimeOffset.MaxValue }.Min();

    private TrustedAuthority? AnchorOf(PresentedChain chain) =>
        _authorities.FirstOrDefault(trusted => trusted.Certificate.RawDataMemory.Span.SequenceEqual(chain.Certificates[^1].RawDataMemory.Span));

    private X509Certificate2Collection Live(DateTimeOffset now) =>
        [.. _authorities.Where(trusted => trusted.IsLive(now)).Select(trusted => trusted.Certificate)];

    private X509ChainPolicy CreatePolicy(string usage, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = now.UtcDateTime,
            VerificationTimeIgnored = false,
        };
        policy.CustomTrustStore.AddRange(Live(now));
        policy.ExtraStore.AddRange(Intermediates);
        policy.ApplicationPolicy.Add(new Oid(usage));
        return policy;
    }

    private static List<X509Certificate2> LoadAll(IEnumerable<string> files, DataDirectory data) => [.. files.SelectMany(file => LoadAuthorities(Path.GetFullPath(file, data.Root)))];

    private static X509Certificate2Collection LoadAuthorities(string path)
    {
        var authorities = CertificateFiles.LoadAll(path);
        foreach (var certificate in authorities)
        {
            if (!LeafRules.IsAuthority(certificate))
                throw new OperatorException($"The trust store {path} holds '{certificate.Subject}', which is not a CA certificate: remove it.");
        }

        return authorities;
    }
}
