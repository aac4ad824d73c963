using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;
using Bulwark.Pki.Revocation;
using Bulwark.Pki.Rotation;

namespace Bulwark.Pki.Tests.Rotation;

public sealed class IssuedLeavesTests : PkiFixture
{
    private readonly PkiSession _session;

    public IssuedLeavesTests()
    {
        InstancePki.Ensure(Request);
        _session = PkiSession.Open(Request);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Issues_a_client_that_the_trust_store_takes(bool isRsa)
    {
        IssuedLeaves.Issue(_session, "partner", [], TimeSpan.FromDays(30), isRsa);

        var verdict = TrustStore.LoadInstance(Data, PkiFolder.OriginCa, Time).Verify(Leaf("partner"));
        Assert.Equal((ClientCertificateReason.Accepted, "partner", Fingerprints.Of(CertificateFiles.LoadCertificate(Folder.Certificate(PkiFolder.OriginCa)))), (verdict.Reason, verdict.CommonName, verdict.Authority));
        Assert.Equal(isRsa, Leaf("partner").GetRSAPrivateKey() is not null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Exchanges_a_leaf_for_one_that_says_the_same_with_another_key(bool isRsa)
    {
        IssuedLeaves.Issue(_session, "service", ["a.example", "192.0.2.1"], TimeSpan.FromDays(90), isRsa);
        var before = Leaf("service");

        LeafRotation.Run(_session, "service");

        var after = Leaf("service");
        Assert.Equal(before.Subject, after.Subject);
        Assert.True(after.MatchesHostname("a.example"));
        Assert.True(after.MatchesHostname("192.0.2.1"));
        Assert.Equal(before.ValidUntil, after.ValidUntil);
        Assert.Equal(before.PublicKey.Oid.Value, after.PublicKey.Oid.Value);
        Assert.NotEqual(before.GetPublicKeyString(), after.GetPublicKeyString(), StringComparer.Ordinal);
        Assert.NotEqual(before.SerialNumber, after.SerialNumber, StringComparer.Ordinal);
    }

    [Fact]
    public void Exchanges_every_leaf_of_the_instance()
    {
        var before = Leaf(PkiFolder.AdminServer).SerialNumber;

        Assert.Equal(["edge-server", "load-balancer", "edge", "edge-client", "admin-server", "admin-client"], LeafRotation.Run(_session, "all"), StringComparer.Ordinal);

        Assert.NotEqual(before, Leaf(PkiFolder.AdminServer).SerialNumber, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("edge", "The name 'edge' is the instance's own: choose another one.")]
    [InlineData("bulwark-edge", "The name 'bulwark-edge' is the instance's own: choose another one.")]
    [InlineData("../x", "'../x' is no name for a certificate: use up to 48 lower-case letters, digits and hyphens, a letter first.")]
    [InlineData("Partner", "'Partner' is no name for a certificate: use up to 48 lower-case letters, digits and hyphens, a letter first.")]
    [InlineData("unknown.key", "'unknown.key' is no name for a certificate: use up to 48 lower-case letters, digits and hyphens, a letter first.")]
    public void Refuses_names_that_mean_something_else(string name, string message) =>
        Assert.Equal(message, Assert.Throws<OperatorException>(() => IssuedLeaves.Issue(_session, name, [], TimeSpan.FromDays(1), isRsa: false)).Message);

    [Fact]
    public void Says_which_leaf_is_not_there() =>
        Assert.Equal($"There is no certificate 'nobody' in {Data.Pki}: bulwark pki show lists them.",
            Assert.Throws<OperatorException>(() => LeafRotation.Run(_session, "nobody")).Message);

    [Fact]
    public async Task Revoking_the_edges_own_leaf_issues_a_new_one_first()
    {
        var tiers = new RunningTiers(this);
        var old = tiers.Edge;

        var serial = await Revoking.RevokeAsync(_session, PkiFolder.Edge, X509RevocationReason.KeyCompromise, tiers.ReloadAsync);

        Assert.Equal(old.SerialNumber, serial);
        Assert.Equal(ClientCertificateReason.Revoked, tiers.Trust.Verify(old).Reason);
        tiers.CheckRequest();
    }

    [Fact]
    public async Task A_revocation_whose_reload_fails_is_not_forgotten()
    {
        var tiers = new RunningTiers(this);
        var stolen = tiers.Edge;
        var failure = await Assert.ThrowsAsync<OperatorException>(() =>
            Revoking.RevokeAsync(_session, PkiFolder.Edge, X509RevocationReason.KeyCompromise, () => throw new OperatorException("A tier refused.")));
        _session.Dispose();

        using var session = PkiSession.Open(Request);
        await Revoking.RevokeAsync(session, PkiFolder.Edge, X509RevocationReason.KeyCompromise, tiers.ReloadWithoutRequestsAsync);

        Assert.Equal("A tier refused.", failure.Message);
        Assert.Equal(ClientCertificateReason.Revoked, tiers.Trust.Verify(stolen).Reason);
        tiers.CheckRequest();
    }

    [Fact]
    public async Task A_revocation_that_dies_at_any_step_leaves_the_edge_a_good_leaf_and_the_old_one_none_too_many()
    {
        _session.Dispose();
        for (var step = 1; ; step++)
        {
            InstancePki.Ensure(Request);
            var old = Leaf(PkiFolder.Edge);
            if (!await DiesAsync(step))
            {
                Assert.InRange(step, 7, 20);
                return;
            }

            InstancePki.Ensure(Request);
            var trust = TrustStore.LoadInstance(Data, PkiFolder.OriginCa, Time);
            Assert.Equal(ClientCertificateReason.Accepted, trust.Verify(Leaf(PkiFolder.Edge)).Reason);
            Assert.Equal(Leaf(PkiFolder.Edge).SerialNumber == old.SerialNumber ? ClientCertificateReason.Accepted : ClientCertificateReason.Revoked, trust.Verify(old).Reason);
        }
    }

    [Fact]
    public async Task Revoking_twice_lists_once()
    {
        var tiers = new RunningTiers(this);
        IssuedLeaves.Issue(_session, "thief", [], TimeSpan.FromDays(10), isRsa: false);

        await Revoking.RevokeAsync(_session, "thief", X509RevocationReason.KeyCompromise, tiers.ReloadAsync);
        await Revoking.RevokeAsync(_session, "thief", X509RevocationReason.KeyCompromise, tiers.ReloadAsync);

        Assert.Equal(2, Assert.Single(tiers.Trust.RevocationLists).Entries);
        Assert.Equal(2, tiers.Reloads);
    }

    [Fact]
    public async Task Each_revocation_makes_a_longer_list_with_a_higher_number()
    {
        var tiers = new RunningTiers(this);
        await Revoking.RevokeSerialAsync(_session, PkiFolder.OriginCa, "0A:0B", X509RevocationReason.Unspecified, tiers.ReloadAsync);
        await Revoking.RevokeSerialAsync(_session, PkiFolder.OriginCa, "f", X509RevocationReason.Unspecified, tiers.ReloadAsync);

        var state = Assert.Single(tiers.Trust.RevocationLists);
        Assert.Equal("3", state.Number);
        Assert.Equal(3, state.Entries); // the first is the probe's
    }

    [Fact]
    public async Task Refuses_the_serial_of_a_leaf_in_use()
    {
        var serial = Leaf(PkiFolder.Edge).SerialNumber;

        var refusal = await Assert.ThrowsAsync<OperatorException>(() => Revoking.RevokeSerialAsync(_session, PkiFolder.OriginCa, serial, X509RevocationReason.Unspecified, () => Task.CompletedTask));

        Assert.Equal($"The certificate {serial} is in use as edge: bulwark pki revoke edge issues a new one first.", refusal.Message);
        Assert.Equal(1, Assert.Single(TrustStore.LoadInstance(Data, PkiFolder.OriginCa, Time).RevocationLists).Entries);
    }

    [Fact]
    public void Imports_a_foreign_ca_and_lets_it_go()
    {
        using var foreign = CertificateAuthority.Create("Foreign", Time);
        using var leaf = foreign.IssueClient("foreign");
        var file = Path.Combine(Data.Root, "foreign.pem");
        System.IO.File.WriteAllText(file, foreign.Certificate.ExportCertificatePem());

        AuthorityImport.Import(_session, file, "foreign");
        var store = TrustStore.LoadInstance(Data, PkiFolder.OriginCa, Time);
        Assert.True(store.Verify(leaf).IsAccepted);
        Assert.Contains(PkiInventory.Read(Folder, Time.GetUtcNow()), one => one is { Name: "foreign", State: "imported", Kind: "ca" });

        AuthorityImport.Retire(_session, "foreign", Time.GetUtcNow());
        Assert.Equal(ClientCertificateReason.Untrusted, TrustStore.LoadInstance(Data, PkiFolder.OriginCa, Time).Verify(leaf).Reason);
    }

    [Fact]
    public void A_foreign_ca_cannot_name_our_edge()
    {
        using var foreign = CertificateAuthority.Create("Foreign", Time);
        using var leaf = foreign.IssueClient("bulwark-edge");
        var file = Path.Combine(Data.Root, "foreign.pem");
        System.IO.File.WriteAllText(file, foreign.Certificate.ExportCertificatePem());
        AuthorityImport.Import(_session, file, "foreign");
        var store = TrustStore.LoadInstance(Data, PkiFolder.OriginCa, Time);

        Assert.Equal("foreign/bulwark-edge", store.Verify(leaf).CommonName);
        Assert.Equal("foreign/bulwark-edge", store.Verify(leaf).CommonName);
        Assert.Equal("bulwark-edge", store.Verify(Leaf(PkiFolder.Edge)).CommonName);
    }

    [Fact]
    public void Imports_nothing_that_is_not_a_ca()
    {
        var file = Path.Combine(Data.Root, "leaf.pem");
        System.IO.File.WriteAllText(file, Leaf(PkiFolder.Edge).ExportCertificatePem());

        Assert.Equal($"{file} holds 'CN=bulwark-edge', which is not a CA certificate: remove it.",
            Assert.Throws<OperatorException>(() => AuthorityImport.Import(_session, file, "foreign")).Message);
    }

    [Fact]
    public void Exports_a_leaf_and_never_the_edges_own()
    {
        var target = Path.Combine(Data.Root, "out");

        Assert.Equal([Path.Combine(target, "edge-client.pem"), Path.Combine(target, "edge-client.key.pem")], LeafExport.Run(Folder, "edge-client", target));
        Assert.Equal([Path.Combine(target, "origin-ca.pem")], LeafExport.Run(Folder, "origin-ca", target));
        Assert.Equal("The edge's own leaf is never exported, for whoever holds it is the edge: give the other program one of its own with: bulwark pki issue NAME",
            Assert.Throws<OperatorException>(() => LeafExport.Run(Folder, "edge", target)).Message);
        Assert.False(System.IO.File.Exists(Path.Combine(target, "edge.pem")));
    }

    [Fact]
    public async Task Shows_everything_with_its_state()
    {
        IssuedLeaves.Issue(_session, "partner", [], TimeSpan.FromDays(10), isRsa: false);
        IssuedLeaves.Issue(_session, "thief", [], TimeSpan.FromDays(10), isRsa: false);
        await Revoking.RevokeAsync(_session, "thief", X509RevocationReason.KeyCompromise, () => Task.CompletedTask);

        var all = PkiInventory.Read(Folder, Time.GetUtcNow());

        Assert.Equal(
            ["public-ca signs", "origin-ca signs", "admin-ca signs", "admin-client in use", "admin-server in use", "edge in use", "edge-client in use", "edge-server in use", "load-balancer in use", "partner issued", "revoked-client revoked", "thief revoked"],
            all.Select(one => $"{one.Name} {one.State}"), StringComparer.Ordinal);
        Assert.Equal(9, all.Single(one => one.Name == "partner").DaysLeft);
    }

    [Fact]
    public void The_unlock_key_moves_out_and_the_next_start_finds_it()
    {
        var place = Path.Combine(Path.GetDirectoryName(Data.Root)!, Path.GetFileName(Data.Root) + ".unlock");
        try
        {
            Assert.True(UnlockKeyMove.LiesBesideTheKeys(Data));
            UnlockKeyMove.ToFile(_session, place);

            Assert.False(UnlockKeyMove.LiesBesideTheKeys(Data));
            using var authority = InstancePki.OpenAuthority(Request, PkiFolder.OriginCa);
            Assert.True(authority.Certificate.HasPrivateKey);
        }
        finally
        {
            System.IO.File.Delete(place);
        }
    }

    [Fact]
    public void A_credential_counts_only_when_it_opens_the_ca()
    {
        var credentials = Path.Combine(Data.Root, "credentials");
        Directory.CreateDirectory(credentials);
        var request = Request with { CredentialsDirectory = credentials };
        _session.Dispose();
        using var session = PkiSession.Open(request);

        System.IO.File.WriteAllText(Path.Combine(credentials, "bulwark"), "wrong");
        Assert.Throws<OperatorException>(() => UnlockKeyMove.ToCredential(session, "bulwark"));
        Assert.True(UnlockKeyMove.LiesBesideTheKeys(Data));

        System.IO.File.Copy(File("unlock.key"), Path.Combine(credentials, "bulwark"), overwrite: true);
        UnlockKeyMove.ToCredential(session, "bulwark");
        Assert.False(UnlockKeyMove.LiesBesideTheKeys(Data));

        InstancePki.OpenAuthority(request, PkiFolder.OriginCa).Dispose();
        Assert.Equal("The credential bulwark, which opens the CA keys, was not given to this process: run it as the service with LoadCredentialEncrypted=bulwark:...",
            Assert.Throws<OperatorException>(() => InstancePki.OpenAuthority(Request, PkiFolder.OriginCa)).Message);
    }

    [Fact]
    public void The_unlock_key_stays_out_of_the_data_directory()
    {
        var inside = Path.Combine(Data.Root, "unlock");

        Assert.Equal($"{inside} lies in the data directory, whose copies would hold key and lock together: name a file elsewhere.",
            Assert.Throws<OperatorException>(() => UnlockKeyMove.ToFile(_session, inside)).Message);
    }

    protected override void Dispose(bool isDisposing)
    {
        _session.Dispose();
        base.Dispose(isDisposing);
    }

    private async Task<bool> DiesAsync(int step)
    {
        using var session = PkiSession.Open(Request);
        session.Folder.Changed = () =>
        {
            if (--step == 0)
                throw new TimeoutException();
        };
        try
        {
            await Revoking.RevokeAsync(session, PkiFolder.Edge, X509RevocationReason.KeyCompromise, () => Task.CompletedTask);
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }
}
