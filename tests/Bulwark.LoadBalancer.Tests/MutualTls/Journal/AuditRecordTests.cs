using System.Net;
using System.Security.Cryptography.X509Certificates;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.LoadBalancer.MutualTls.Journal;
using Bulwark.Pki;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.LoadBalancer.Tests.MutualTls.Journal;

public sealed class AuditRecordTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);

    [Fact]
    public void Counts_connections_by_certificate_and_reason()
    {
        var record = new AuditRecord(_time);
        using var leaf = CreateLeaf("edge of another, CA");

        Assert.True(record.Add("default", Address("192.0.2.1"), Judged(leaf, ClientCertificateReason.Expired)));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(record.Add("default", Address("192.0.2.2"), Judged(leaf, ClientCertificateReason.Expired)));
        Assert.True(record.Add("default", Address("192.0.2.3"), Judged(leaf, ClientCertificateReason.Revoked)));
        Assert.True(record.Add("default", null, Judged(null, ClientCertificateReason.NoCertificate)));
        Assert.True(record.Add("canary", null, Judged(null, ClientCertificateReason.NoCertificate)));

        var report = record.Report();
        Assert.Equal(4, report.Entries.Count);
        var entry = report.Entries[0];
        Assert.Equal(2, entry.Count);
        Assert.Equal(ClientCertificateReason.Expired, entry.Reason);
        Assert.Equal(@"CN=edge of another\, CA", entry.Subject);
        Assert.Equal(Start, entry.FirstSeen);
        Assert.Equal(Start.AddHours(1), entry.LastSeen);
        Assert.Equal("192.0.2.2", entry.LastAddress);
        Assert.Equal(64, entry.Fingerprint?.Length);
        Assert.Equal(0, report.Overflow);
    }

    [Fact]
    public void Leaves_room_for_certificates_that_not_everybody_can_make()
    {
        var record = new AuditRecord(_time);
        using var known = CreateLeaf("known");
        for (var i = 0; i < AuditRecord.MostUntrusted + 50; i++)
            record.Add(Name(i), null, Judged(known, ClientCertificateReason.Untrusted));

        Assert.Equal(50, record.Report().Overflow);
        Assert.True(record.Add("default", null, Judged(known, ClientCertificateReason.Revoked)));

        for (var i = 0; i < AuditRecord.MostEntries; i++)
            record.Add(Name(i), null, Judged(known, ClientCertificateReason.Expired));

        Assert.Equal(AuditRecord.MostEntries, record.Report().Entries.Count);
    }

    private static IPEndPoint Address(string address) => new(IPAddress.Parse(address), 1);

    private static Admission Judged(X509Certificate2? leaf, ClientCertificateReason reason) =>
        new(new LockPolicy(MutualTlsMode.Audit, null!), ClientEvidence.Of(leaf), new ClientCertificateVerdict(reason, null));

    /// <summary>Another listener makes another entry, as another certificate does, without the cost of its key.</summary>
    private static string Name(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static X509Certificate2 CreateLeaf(string name)
    {
        using var authority = CertificateAuthority.Create("CA", TimeProvider.System);
        return authority.IssueClient(name);
    }
}
