using System.Text;
using Bulwark.Core.Configuration;
using Bulwark.Revisions;
using Bulwark.Settings;

namespace Bulwark.Tests.Revisions;

public sealed class ProblemLinesTests
{
    private const string Text = """
        {
          "homeserver": { "serverName": "other" },
          "edge": {
            "certificate": {
              "certificateFile": "tls/missing.pem",
              "keyFile": "tls/missing.pem.key"
            }
          }
        }
        """;

    [Theory]
    [InlineData("homeserver", "homeserver.serverName takes effect at a start of the homeserver tier", "2: homeserver.serverName takes effect at a start of the homeserver tier")]
    [InlineData("edge", "The file /data/tls/missing.pem is missing.", "5: edge.certificate.certificateFile: The file /data/tls/missing.pem is missing.")]
    [InlineData("edge", "The file /data/tls/missing.pem.key is missing.", "6: edge.certificate.keyFile: The file /data/tls/missing.pem.key is missing.")]
    [InlineData("edge", "The edge tier gave no answer.", "3: edge: The edge tier gave no answer.")]
    [InlineData("mcp", "The file /data/tls/missing.pem is missing.", "1: mcp: The file /data/tls/missing.pem is missing.")]
    public void Say_in_which_line_and_setting_it_is(string tier, string message, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(Text);
        var declared = new DeclaredSettings("b.jsonc", bytes, SettingsReader.Parse<BulwarkOptions>(bytes, "b.jsonc", SettingsJson.Default.BulwarkOptions));

        Assert.Equal($"b.jsonc:{expected}", Assert.Single(ProblemLines.Of([new TierProblem(tier, message)], declared, "000002.jsonc")));
    }
}
