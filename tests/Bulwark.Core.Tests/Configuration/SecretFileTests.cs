using Bulwark.Core.Configuration;
using Bulwark.Testing;

namespace Bulwark.Core.Tests.Configuration;

public sealed class SecretFileTests
{
    [Theory]
    [InlineData("s3cret", "s3cret")]
    [InlineData("s3cret\n", "s3cret")]
    [InlineData("s3cret\r\n", "s3cret")]
    [InlineData(" s3 cret ", " s3 cret ")]
    public void Reads_the_secret_without_the_line_end(string content, string expected)
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["secret"], content);

        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(new SecretFile { File = "secret" }.Read(directory.Path)));
    }

    [Fact]
    public void Refuses_an_empty_file()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["secret"], "\n");

        var e = Assert.Throws<OperatorException>(() => new SecretFile { File = directory["secret"] }.Read("/"));

        Assert.Equal($"The secret file {directory["secret"]} is empty.", e.Message);
    }

    [Fact]
    public void Says_which_file_is_missing()
    {
        var e = Assert.Throws<OperatorException>(() => new SecretFile { File = "/nonexistent/secret" }.Read("/"));

        Assert.StartsWith("The secret file /nonexistent/secret cannot be read: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_shows_itself() => Assert.Equal("***", new SecretFile { File = "/run/secrets/x" }.ToString());
}
