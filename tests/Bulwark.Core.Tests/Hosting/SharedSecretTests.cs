using Bulwark.Core.Hosting;
using Bulwark.Testing;

namespace Bulwark.Core.Tests.Hosting;

public sealed class SharedSecretTests
{
    [Fact]
    public void Is_256_random_bits_in_a_closed_file()
    {
        using var directory = new TemporaryDirectory();
        var data = Data(directory);

        var secret = SharedSecret.ReadOrCreate(data, "bulwark-mcp");

        Assert.Matches("^[0-9a-f]{64}$", secret);
        Assert.Equal(secret, File.ReadAllText(directory["secrets/bulwark-mcp.secret"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(directory["secrets/bulwark-mcp.secret"]));
    }

    [Fact]
    public async Task Is_one_secret_for_all_who_ask_at_once()
    {
        using var directory = new TemporaryDirectory();
        var data = Data(directory);
        using var start = new Barrier(4);

        var secrets = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            start.SignalAndWait(TestContext.Current.CancellationToken);
            return SharedSecret.ReadOrCreate(data, "bulwark-mcp");
        })));

        Assert.Single(secrets.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Differs_from_name_to_name()
    {
        using var directory = new TemporaryDirectory();
        var data = Data(directory);

        Assert.NotEqual(SharedSecret.ReadOrCreate(data, "one"), SharedSecret.ReadOrCreate(data, "two"), StringComparer.Ordinal);
    }

    [Fact]
    public void May_be_the_operators_own_with_a_line_end()
    {
        using var directory = new TemporaryDirectory();
        var data = Data(directory);
        PrivateFile.CreateIfMissing(SharedSecret.PathOf(data, "bulwark-mcp"), "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF\n"u8);

        Assert.Equal("00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF", SharedSecret.ReadOrCreate(data, "bulwark-mcp"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00112233")]
    [InlineData("zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")]
    public void Refuses_a_damaged_file(string content)
    {
        using var directory = new TemporaryDirectory();
        var data = Data(directory);
        PrivateFile.CreateIfMissing(SharedSecret.PathOf(data, "bulwark-mcp"), System.Text.Encoding.ASCII.GetBytes(content));

        var e = Assert.Throws<OperatorException>(() => SharedSecret.ReadOrCreate(data, "bulwark-mcp"));

        Assert.Equal(
            $"The secret file {directory["secrets/bulwark-mcp.secret"]} is damaged: it does not hold 64 hexadecimal digits. "
            + "Stop bulwark and delete the file; the next start makes a new one.",
            e.Message);
    }

    private static DataDirectory Data(TemporaryDirectory directory)
    {
        var data = new DataDirectory(directory.Path);
        data.Create();
        return data;
    }
}
