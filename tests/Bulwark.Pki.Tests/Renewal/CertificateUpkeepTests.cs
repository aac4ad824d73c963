using System.Diagnostics.Metrics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography;
using Bulwark.Core;
using Bulwark.Pki.Renewal;
using Bulwark.Pki.Rotation;
using Bulwark.Testing;

namespace Bulwark.Pki.Tests.Renewal;

public sealed class CertificateUpkeepTests : PkiFixture
{
    private int _reloads;

    public CertificateUpkeepTests() => InstancePki.Ensure(Request);

    [Fact]
    public async Task Renews_a_month_before_the_end_and_reloads()
    {
        await using var upkeep = Upkeep();
        await upkeep.CheckAsync(CancellationToken.None);
        Assert.Equal(0, _reloads);

        Time.Advance(TimeSpan.FromDays(336));
        var serial = Leaf(PkiFolder.Edge).SerialNumber;
        await upkeep.CheckAsync(CancellationToken.None);

        Assert.Equal(1, _reloads);
        Assert.NotEqual(serial, Leaf(PkiFolder.Edge).SerialNumber, StringComparer.Ordinal);

        await upkeep.CheckAsync(CancellationToken.None);
        Assert.Equal(1, _reloads);
    }

    [Fact]
    public async Task Reloads_when_a_ca_retires()
    {
        using (var session = PkiSession.Open(Request))
            await AuthorityRotation.RunAsync(session, PkiFolder.OriginCa, TimeSpan.FromMinutes(10), () => Task.CompletedTask);

        await using var upkeep = Upkeep();
        await upkeep.CheckAsync(CancellationToken.None);
        Assert.Equal(0, _reloads);

        Time.Advance(TimeSpan.FromMinutes(10));
        await upkeep.CheckAsync(CancellationToken.None);

        Assert.Equal(1, _reloads);
    }

    [Fact]
    public async Task Reloads_when_somebody_else_has_renewed_a_file()
    {
        var (certificate, list) = (Write("foreign.pem", Leaf(PkiFolder.EdgeClient).ExportCertificatePem()), File("list.crl"));
        await using var upkeep = new CertificateUpkeep(Request, [certificate], _ => Count()) { RevocationLists = [list] };
        await upkeep.CheckAsync(CancellationToken.None);
        await upkeep.CheckAsync(CancellationToken.None);
        Assert.Equal(0, _reloads);

        Write("list.crl", "a first list");
        await upkeep.CheckAsync(CancellationToken.None);
        Assert.Equal(1, _reloads);

        Write("list.crl", "a longer second list");
        Write("foreign.pem", Leaf(PkiFolder.AdminClient).ExportCertificatePem() + "\n");
        await upkeep.CheckAsync(CancellationToken.None);
        await upkeep.CheckAsync(CancellationToken.None);
        Assert.Equal(2, _reloads);
    }

    [Fact]
    public async Task A_reload_that_failed_is_tried_again()
    {
        var isDown = true;
        await using var upkeep = new CertificateUpkeep(Request, [], _ => isDown ? throw new OperatorException("The edge tier hung up.") : Count());
        Time.Advance(TimeSpan.FromDays(336));

        await upkeep.CheckAsync(CancellationToken.None);
        Assert.Equal(0, _reloads);

        isDown = false;
        await upkeep.CheckAsync(CancellationToken.None);
        Assert.Equal(1, _reloads);
    }

    [Fact]
    public async Task Renews_and_reloads_beside_a_certificate_that_does_not_parse()
    {
        using (var session = PkiSession.Open(Request))
            IssuedLeaves.Issue(session, "odd", [], TimeSpan.FromDays(500), isRsa: false);
        Write("odd.pem", WithBrokenUsage());
        Time.Advance(TimeSpan.FromDays(336));
        await using var upkeep = Upkeep();

        await upkeep.CheckAsync(CancellationToken.None);

        Assert.Equal(1, _reloads);
        Assert.Equal("damaged", PkiInventory.Read(Folder, Time.GetUtcNow()).Single(one => one.Name == "odd").Kind);
    }

    [Fact]
    public async Task Outlives_what_nobody_foresaw()
    {
        using var log = new RecordingLoggerFactory();
        await using var upkeep = new CertificateUpkeep(Request with { Logger = log.CreateLogger("pki") }, [], _ => throw new InvalidOperationException("A bug."));
        Time.Advance(TimeSpan.FromDays(336));

        await upkeep.CheckAsync(CancellationToken.None);

        Assert.Contains(log.Records, record => record.Message.Contains("A bug.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Warns_of_certificates_that_are_not_ours_once_for_each_step()
    {
        using var authority = CertificateAuthority.Create("Foreign", Time);
        using var leaf = authority.IssueServer("chat.example", ["chat.example"], TimeSpan.FromDays(40));
        var file = Write("configured.pem", leaf.ExportCertificatePem());
        using var log = new RecordingLoggerFactory();
        await using var upkeep = new CertificateUpkeep(Request with { Logger = log.CreateLogger("pki") }, [file], _ => Count());

        var days = new List<string>();
        for (var day = 0; day < 40; day++)
        {
            var before = Warnings(log, file).Count;
            await upkeep.CheckAsync(CancellationToken.None);
            if (Warnings(log, file).Count > before)
                days.Add((40 - day).ToString(CultureInfo.InvariantCulture));

            Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["30", "14", "7", "1"], days, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Measures_the_time_that_is_left()
    {
        var seen = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "bulwark.pki.certificate.time_to_expiry")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => seen[(string)tags[0].Value!] = value);
        listener.Start();
        await using var upkeep = Upkeep();

        await upkeep.CheckAsync(CancellationToken.None);
        listener.RecordObservableInstruments();

        Assert.Equal(CertificateAuthority.LeafLifetime.TotalSeconds, seen[PkiFolder.Edge], tolerance: 60);
        Assert.Contains(PkiFolder.OriginCa, seen.Keys, StringComparer.Ordinal);
    }

    private static List<LogRecord> Warnings(RecordingLoggerFactory log, string file) =>
        [.. log.Records.Where(record => record.Message.StartsWith($"The certificate {file} has ", StringComparison.Ordinal))];

    private CertificateUpkeep Upkeep() => new(Request, [], _ => Count());

    private Task Count()
    {
        _reloads++;
        return Task.CompletedTask;
    }

    private string WithBrokenUsage()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=odd", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509Extension("2.5.29.37", [1, 2, 3], critical: false));
        using var certificate = request.CreateSelfSigned(Time.GetUtcNow(), Time.GetUtcNow().AddDays(500));
        return certificate.ExportCertificatePem();
    }
}
