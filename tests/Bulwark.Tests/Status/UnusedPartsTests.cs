using Bulwark.Core.Hosting;
using Bulwark.Core.Usage;
using Bulwark.Edge;
using Bulwark.LoadBalancer;
using Bulwark.Pki;
using Bulwark.Pki.Rotation;
using Bulwark.Settings;
using Bulwark.Status;
using Bulwark.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Tests.Status;

public sealed class UnusedPartsTests : IDisposable
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly DataDirectory _data;
    private readonly UsageRecord _record;

    public UnusedPartsTests()
    {
        _data = TestEnvironment.Create(_directory, _time).Data;
        _record = new UsageRecord(_time);
        InstancePki.Ensure(Request);
        using var session = PkiSession.Open(Request);
        IssuedLeaves.Issue(session, "partner", [], TimeSpan.FromDays(300), isRsa: false);
        IssuedLeaves.Issue(session, "idle", [], TimeSpan.FromDays(300), isRsa: false);
        using var foreign = CertificateAuthority.Create("Foreign", _time);
        var file = _directory["foreign.pem"];
        File.WriteAllText(file, foreign.Certificate.ExportCertificatePem());
        AuthorityImport.Import(session, file, "foreign");
    }

    private PkiRequest Request => new() { Data = _data, Hosts = ["localhost"], Time = _time };

    [Theory]
    [InlineData(29, "")]
    [InlineData(31, "ca foreign 31 bulwark pki retire foreign|client certificate idle 31 bulwark pki revoke idle")]
    public void Lists_what_nobody_used_for_a_month_with_what_removes_it(int days, string expected)
    {
        Save(LoadBalancerTier.Name);
        _time.Advance(TimeSpan.FromDays(days) + TimeSpan.FromHours(12)); // half a day more, for files are made a moment later
        _record.Touch(UsageKinds.Client + Fingerprints.Of(CertificateFiles.LoadCertificate(new PkiFolder(_data).Certificate("partner"))));
        Save(LoadBalancerTier.Name);

        Assert.Equal(expected, string.Join('|', List(new BulwarkOptions()).Select(part => $"{part.Kind} {part.Name} {part.Days} {part.Command}")));
    }

    [Fact]
    public void Lists_the_parts_of_the_settings_and_none_that_is_always_there()
    {
        _record.Look([], [(UsageKinds.Listener + "default", false), (UsageKinds.Listener + "canary", false), (UsageKinds.TargetGroup + "mcp", false), (UsageKinds.TargetGroup + "extra", false)]);
        Save(LoadBalancerTier.Name);
        var edge = new UsageRecord(_time);
        edge.Look([], [(UsageKinds.Origin + "a.example:443", false), (UsageKinds.Origin + "b.example", false)]);
        UsageFile.Write(_data, EdgeTier.Name, edge.TakeChanges()!);
        _time.Advance(TimeSpan.FromDays(45));
        var settings = new BulwarkOptions
        {
            LoadBalancer = new()
            {
                Listeners = [new() { Name = "canary", Listen = new() }],
                TargetGroups = new Dictionary<string, LoadBalancer.TargetGroups.TargetGroupOptions>(StringComparer.Ordinal) { ["extra"] = new() { Targets = ["127.0.0.1:1"] } },
            },
            Edge = new() { Origins = [new() { Url = new("https://b.example") }] },
        };

        Assert.Equal(
            ["ca foreign", "client certificate idle", "client certificate partner", "listener canary", "origin b.example", "target group extra"],
            List(settings).Select(part => $"{part.Kind} {part.Name}").Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void Knows_nothing_before_anything_was_kept()
    {
        _time.Advance(TimeSpan.FromDays(200));

        Assert.Empty(List(new BulwarkOptions()));
    }

    public void Dispose() => _directory.Dispose();

    private IReadOnlyList<UnusedPart> List(BulwarkOptions settings) => new UnusedParts(_data, settings, Month, _time.GetUtcNow()).List();

    private void Save(string tier)
    {
        _record.Touch("keeps it from being empty");
        if (_record.TakeChanges() is { } report)
            UsageFile.Write(_data, tier, report);
    }
}
