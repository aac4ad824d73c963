using Bulwark.Core;
using Bulwark.Pki.Rotation;

namespace Bulwark.Pki.Tests.Revocation;

public sealed class RevokedLeafTests : PkiFixture
{
    [Fact]
    public void A_new_instance_has_a_leaf_that_is_refused_for_its_revocation_alone()
    {
        InstancePki.Ensure(Request);

        Assert.Equal(ClientCertificateReason.Revoked, Store().Verify(Leaf(PkiFolder.RevokedClient)).Reason);
        Assert.True(Store().Without(ClientCertificateReason.Revoked).Verify(Leaf(PkiFolder.RevokedClient)).IsAccepted);
        Assert.True(Store().Verify(Leaf(PkiFolder.EdgeClient)).IsAccepted);
    }

    public static TheoryData<string, Action<RevokedLeafTests>> Losses => new()
    {
        { "leaf", test => System.IO.File.Delete(test.File("revoked-client.pem")) },
        { "key", test => System.IO.File.Delete(test.File("revoked-client.key.pem")) },
        { "another key", test => System.IO.File.Copy(test.File("edge.key.pem"), test.File("revoked-client.key.pem"), overwrite: true) },
        { "open to others", test => System.IO.File.SetUnixFileMode(test.File("revoked-client.key.pem"), (UnixFileMode)0b110_100_100) },
        { "its list", test => System.IO.File.Delete(test.File("origin-ca.crl.pem")) },
        { "its last days", test => test.Time.Advance(TimeSpan.FromDays(340)) },
    };

    [Theory]
    [MemberData(nameof(Losses), DisableDiscoveryEnumeration = true)]
    public void What_cannot_be_presented_is_issued_anew(string loss, Action<RevokedLeafTests> cause)
    {
        InstancePki.Ensure(Request);
        Store();
        cause(this);

        Assert.True(InstancePki.Ensure(Request), loss);
        Assert.Equal(ClientCertificateReason.Revoked, Store().Verify(Leaf(PkiFolder.RevokedClient)).Reason);
        Assert.False(InstancePki.Ensure(Request), loss);
    }

    [Fact]
    public void A_trusted_leaf_in_its_place_is_replaced()
    {
        InstancePki.Ensure(Request);
        System.IO.File.Copy(File("edge-client.pem"), File("revoked-client.pem"), overwrite: true);
        System.IO.File.Copy(File("edge-client.key.pem"), File("revoked-client.key.pem"), overwrite: true);

        InstancePki.Ensure(Request);

        Assert.Equal(ClientCertificateReason.Revoked, Store().Verify(Leaf(PkiFolder.RevokedClient)).Reason);
        Assert.True(Store().Verify(Leaf(PkiFolder.EdgeClient)).IsAccepted);
    }

    [Fact]
    public void An_instance_whose_unlock_key_is_elsewhere_starts_without_one()
    {
        InstancePki.Ensure(Request);
        System.IO.File.Delete(File("revoked-client.pem"));
        System.IO.File.Delete(File("unlock.key"));

        Assert.False(InstancePki.Ensure(Request));

        Assert.False(System.IO.File.Exists(File("revoked-client.pem")));
    }

    [Fact]
    public async Task A_new_ca_revokes_one_too()
    {
        InstancePki.Ensure(Request);
        var old = Leaf(PkiFolder.RevokedClient);
        var tiers = new RunningTiers(this);
        using (var session = PkiSession.Open(Request))
            await AuthorityRotation.RunAsync(session, PkiFolder.OriginCa, TimeSpan.FromHours(1), tiers.ReloadAsync);

        Assert.False(InstancePki.Ensure(Request));
        Assert.NotEqual(old.Issuer, Leaf(PkiFolder.RevokedClient).Issuer, StringComparer.Ordinal);
        Assert.Equal(ClientCertificateReason.Revoked, tiers.Trust.Verify(Leaf(PkiFolder.RevokedClient)).Reason);
        Assert.Equal(ClientCertificateReason.Revoked, tiers.Trust.Verify(old).Reason);
    }

    [Fact]
    public void A_successor_is_revoked_as_well()
    {
        InstancePki.Ensure(Request);
        var old = Leaf(PkiFolder.RevokedClient);
        using var session = PkiSession.Open(Request);

        LeafRotation.Run(session, PkiFolder.RevokedClient);

        Assert.NotEqual(old.SerialNumber, Leaf(PkiFolder.RevokedClient).SerialNumber, StringComparer.Ordinal);
        Assert.Equal(ClientCertificateReason.Revoked, Store().Verify(Leaf(PkiFolder.RevokedClient)).Reason);
        Assert.Equal("The name 'revoked-client' is the instance's own: choose another one.",
            Assert.Throws<OperatorException>(() => IssuedLeaves.CheckName(PkiFolder.RevokedClient)).Message);
    }

    private TrustStore Store() => TrustStore.LoadInstance(Data, PkiFolder.OriginCa, Time);
}
