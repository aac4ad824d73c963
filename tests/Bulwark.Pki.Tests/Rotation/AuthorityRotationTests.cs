using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;
using Bulwark.Pki.Revocation;
using Bulwark.Pki.Rotation;

namespace Bulwark.Pki.Tests.Rotation;

public sealed class AuthorityRotationTests : PkiFixture
{
    private static readonly TimeSpan Grace = TimeSpan.FromHours(24);

    [Fact]
    public async Task A_new_ca_takes_over_and_the_old_one_goes_after_its_grace()
    {
        InstancePki.Ensure(Request);
        var tiers = new RunningTiers(this);
        var oldLeaf = tiers.Edge;

        var retiresAt = await RotateAsync(tiers);

        Assert.Equal(2, tiers.Reloads);
        Assert.Equal(Time.GetUtcNow() + Grace, retiresAt);
        Assert.NotEqual(oldLeaf.Issuer, tiers.Edge.Issuer, StringComparer.Ordinal);
        Assert.NotEqual(oldLeaf.GetPublicKeyString(), tiers.Edge.GetPublicKeyString(), StringComparer.Ordinal);
        Assert.Equal(ClientCertificateReason.Accepted, tiers.Trust.Verify(oldLeaf).Reason);

        Time.Advance(Grace);

        Assert.Equal(ClientCertificateReason.Untrusted, tiers.Trust.Verify(oldLeaf).Reason);
        Assert.Equal(ClientCertificateReason.Accepted, tiers.Trust.Verify(tiers.Edge).Reason);
    }

    [Fact]
    public async Task What_has_retired_is_cleared_away()
    {
        InstancePki.Ensure(Request);
        var tiers = new RunningTiers(this);
        var before = FilesThere();
        await RotateAsync(tiers);
        Assert.NotEqual(before, FilesThere(), StringComparer.Ordinal);

        Time.Advance(Grace);
        InstancePki.Ensure(Request);

        Assert.Equal(before.Append("origin-ca.trust.json").Order(StringComparer.Ordinal), FilesThere(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_taken_over_when_a_tier_cannot_reload()
    {
        InstancePki.Ensure(Request);
        var tiers = new RunningTiers(this);
        var authority = Text("origin-ca.pem");

        using (var session = PkiSession.Open(Request))
        {
            await Assert.ThrowsAsync<OperatorException>(() => AuthorityRotation.RunAsync(
                session, PkiFolder.OriginCa, Grace, () => throw new OperatorException("The edge tier hung up.")));
        }

        Assert.Equal(authority, Text("origin-ca.pem"));
        tiers.CheckRequest();

        // Asked again, it goes on with the CA that it made.
        var next = Text("origin-ca.next.pem");
        await RotateAsync(tiers);
        Assert.Equal(next, Text("origin-ca.pem"));
    }

    [Fact]
    public async Task Dies_at_any_step_without_harm_and_goes_on()
    {
        for (var step = 1; ; step++)
        {
            StartAnew();
            var tiers = new RunningTiers(this);
            if (!await DiesAsync(tiers, step))
            {
                Assert.InRange(step, 20, 40);
                return;
            }

            // Whatever is on disk now, a start makes it whole, and both tiers go on beside those that were not stopped.
            InstancePki.Ensure(Request);
            tiers.CheckRequest();

            await RotateAsync(tiers);
            tiers.CheckRequest();
        }
    }

    [Fact]
    public async Task Revoked_certificates_stay_revoked_through_a_rotation()
    {
        InstancePki.Ensure(Request);
        var tiers = new RunningTiers(this);
        using var old = Leaf(PkiFolder.EdgeClient);
        using (var session = PkiSession.Open(Request))
            await Revoking.RevokeAsync(session, PkiFolder.EdgeClient, X509RevocationReason.KeyCompromise, tiers.ReloadAsync);

        Assert.Equal(ClientCertificateReason.Revoked, tiers.Trust.Verify(old).Reason);

        await RotateAsync(tiers);

        Assert.Equal(ClientCertificateReason.Revoked, tiers.Trust.Verify(old).Reason);
    }

    [Fact]
    public async Task A_leaf_of_the_old_ca_can_still_be_revoked()
    {
        InstancePki.Ensure(Request);
        var tiers = new RunningTiers(this);
        using (var session = PkiSession.Open(Request))
            IssuedLeaves.Issue(session, "partner", [], TimeSpan.FromDays(30), isRsa: false);

        await RotateAsync(tiers);
        Assert.True(tiers.Trust.Verify(Leaf("partner")).IsAccepted);

        using (var session = PkiSession.Open(Request))
            await Revoking.RevokeAsync(session, "partner", X509RevocationReason.Unspecified, tiers.ReloadAsync);

        Assert.Equal(ClientCertificateReason.Revoked, tiers.Trust.Verify(Leaf("partner")).Reason);
    }

    private async Task<DateTimeOffset> RotateAsync(RunningTiers tiers)
    {
        using var session = PkiSession.Open(Request);
        return await AuthorityRotation.RunAsync(session, PkiFolder.OriginCa, Grace, tiers.ReloadAsync);
    }

    /// <summary>False: there are not that many steps.</summary>
    private async Task<bool> DiesAsync(RunningTiers tiers, int step)
    {
        using var session = PkiSession.Open(Request);
        session.Folder.Changed = () =>
        {
            if (--step == 0)
                throw new InvalidOperationException("killed");
        };
        try
        {
            await AuthorityRotation.RunAsync(session, PkiFolder.OriginCa, Grace, tiers.ReloadAsync);
            return false;
        }
        catch (InvalidOperationException e) when (e.Message == "killed")
        {
            return true;
        }
    }

    private void StartAnew()
    {
        foreach (var file in Directory.GetFiles(Data.Pki))
            System.IO.File.Delete(file);

        InstancePki.Ensure(Request);
    }

    private string Text(string name) => System.IO.File.ReadAllText(File(name));

    private string[] FilesThere() => [.. Directory.GetFiles(Data.Pki).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
