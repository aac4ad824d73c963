using System.Text;
using Bulwark.Core.Configuration;
using Bulwark.Revisions;
using Bulwark.Settings;

namespace Bulwark.Tests.Revisions;

public sealed class SettingsDifferenceTests
{
    [Theory]
    [InlineData("{}", """{ "hosts": ["localhost"] }""")]
    [InlineData("{}", """{ /* as ever */ "loadBalancer": { "mutualTls": "verify" } }""")]
    public void A_default_that_is_spelt_out_is_no_difference(string old, string @new) => Assert.Empty(Between(old, @new));

    [Theory]
    [InlineData("{}", """{ "hosts": ["localhost", "chat.example"] }""", "hosts", """["localhost"]""", """["localhost", "chat.example"]""")]
    [InlineData("{}", """{ "loadBalancer": { "mutualTls": "off" } }""", "loadBalancer.mutualTls", "\"verify\"", "\"off\"")]
    [InlineData("{}", """{ "edge": { "listen": { "port": 1 } } }""", "edge.listen.port", null, "1")]
    [InlineData("""{ "publicUrl": "https://a" }""", "{}", "publicUrl", "\"https://a\"", null)]
    public void Tells_the_path_and_both_values(string old, string @new, string path, string? before, string? after) =>
        Assert.Equal(new SettingsChange(path, before, after), Assert.Single(Between(old, @new)));

    [Theory]
    [InlineData("{}", """{ "hosts": ["localhost", "a"] }""", false)]
    [InlineData("""{ "hosts": ["localhost", "a"] }""", "{}", true)]
    [InlineData("""{ "hosts": ["localhost", "a"] }""", """{ "hosts": ["localhost", "b"] }""", false)]
    [InlineData("""{ "loadBalancer": { "edgeIdentities": ["a", "b"] } }""", """{ "loadBalancer": { "edgeIdentities": ["a"] } }""", true)]
    public void Only_what_is_purely_taken_away_is_taken_over_from_the_outside_in(string old, string @new, bool outsideIn) =>
        Assert.Equal(outsideIn ? "edge" : "admin", RevisionSwap.OrderOf(Read(old), Read(@new))[0]);

    [Theory]
    [InlineData("homeserver.serverName takes effect at a start", "/f.jsonc:2: homeserver.serverName takes effect at a start")]
    [InlineData("The certificate x.pem is missing.", "/f.jsonc:2: homeserver: The certificate x.pem is missing.")]
    [InlineData("/r/2.jsonc:7: hosts is empty", "/f.jsonc:7: hosts is empty")]
    public void What_a_tier_says_is_told_with_the_place_in_the_file_of_the_operator(string message, string expected)
    {
        ReadOnlyMemory<byte> text = Encoding.UTF8.GetBytes("{\n \"homeserver\": { \"serverName\": \"x\" } }");
        var declared = new DeclaredSettings("/f.jsonc", text, SettingsReader.Parse(text, "/f.jsonc", SettingsJson.Default.BulwarkOptions));

        Assert.Equal(expected, Assert.Single(ProblemLines.Of([new TierProblem("homeserver", message)], declared, "/r/2.jsonc")));
    }

    [Fact]
    public void What_several_tiers_say_is_told_once()
    {
        var declared = new DeclaredSettings("/f.jsonc", default, new SettingsResult<BulwarkOptions>(new BulwarkOptions(), []));

        var lines = ProblemLines.Of([new TierProblem("mcp", "publicUrl changes"), new TierProblem("identity", "publicUrl changes\nidentity.poolId too")], declared, "/r");

        Assert.Equal("/f.jsonc:1: publicUrl changes\n/f.jsonc:1: identity.poolId too", string.Join('\n', lines));
    }

    private static IReadOnlyList<SettingsChange> Between(string old, string @new) => SettingsDifference.Between(Read(old), Read(@new));

    private static BulwarkOptions Read(string text) => SettingsReader.Parse(Encoding.UTF8.GetBytes(text), "f", SettingsJson.Default.BulwarkOptions).Value;
}
