using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core.Hosting;
using Bulwark.Pki;
using Bulwark.Pki.Revocation;
using Bulwark.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Posture.Tests.Probes;

public sealed class RevocationListsAreFreshTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string Id = "files.crl.fresh";

    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, ProbeOutcome.Pass, "1 list; the next update is due 2030-01-02 00:00:00Z")]
    [InlineData(25, ProbeOutcome.Fail, "the list of 'CN=Issuer' has been stale since 2030-01-02 00:00:00Z; from 2030-01-03 00:00:00Z on its certificates are refused: put the newest list there")]
    [InlineData(49, ProbeOutcome.Fail, "the list of 'CN=Issuer' has been stale since 2030-01-02 00:00:00Z, and its certificates are refused: put the newest list there")]
    public async Task Tells_a_stale_list(int hours, ProbeOutcome expected, string evidence)
    {
        using var directory = new TemporaryDirectory();
        var data = WithList(directory);

        Is(expected, evidence, await RunAsync(Id, Deployment.Target() with { Data = data, Time = new FakeTimeProvider(Now.AddHours(hours)), TrustStores = [Options] }));
        Assert.False(File.Exists(Path.Combine(data.Pki, "crl-numbers.json")));
    }

    [Fact]
    public async Task Passes_on_the_list_of_a_new_instance() => Assert.Equal(ProbeOutcome.Pass, (await RunAsync(Id, Deployment.Target())).Outcome);

    [Fact]
    public async Task Does_not_apply_without_a_list_or_to_another_deployment()
    {
        var authority = new TrustStoreOptions { Authorities = [Deployment.Folder.Certificate(PkiFolder.OriginCa)] };

        Is(ProbeOutcome.NotApplicable, "the trust stores have no revocation list", await RunAsync(Id, Deployment.Target() with { TrustStores = [authority] }));
        Assert.Equal(ProbeOutcome.NotApplicable, (await RunAsync(Id, Deployment.Target() with { Data = null })).Outcome);
    }

    private static TrustStoreOptions Options => new() { Authorities = ["pki/ca.pem"], Revocation = new RevocationOptions { Files = ["pki/list.crl"] } };

    private static DataDirectory WithList(TemporaryDirectory directory)
    {
        var data = new DataDirectory(directory.Path);
        data.Create();
        using var authority = CertificateAuthority.Create("Issuer", new FakeTimeProvider(Now));
        var list = new CertificateRevocationListBuilder().Build(authority.Certificate, 1, Now.AddDays(1), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, Now);
        File.WriteAllText(Path.Combine(data.Pki, "ca.pem"), authority.Certificate.ExportCertificatePem());
        File.WriteAllBytes(Path.Combine(data.Pki, "list.crl"), list);
        return data;
    }
}
