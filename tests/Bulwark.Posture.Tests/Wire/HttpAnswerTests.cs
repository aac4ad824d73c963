using System.Text;
using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Tests.Wire;

public sealed class HttpAnswerTests
{
    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", 204)]
    [InlineData("HTTP/1.1 404\r\n\r\n", 404)]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n", 200)]
    [InlineData("HTTP/1.1 400 Bad", 400)]
    [InlineData("SSH-2.0-OpenSSH", null)]
    [InlineData("HTTP/1.1 xyz", null)]
    [InlineData("HTTP/1.1 ", null)]
    [InlineData("", null)]
    public void Reads_the_status(string text, int? expected) => Assert.Equal(expected, Parse(text)?.Status);

    [Fact]
    public void Reads_fields_without_case_and_the_body()
    {
        var answer = Parse("HTTP/1.1 302 Found\r\nlocation:  https://example.org/ \r\nContent-Length: 2\r\n\r\n{}");

        Assert.Equal("https://example.org/", answer!.Headers["Location"]);
        Assert.Equal("{}", answer.Body);
    }

    [Theory]
    [InlineData("4\r\n{\"a\"\r\n4\r\n:1} \r\n0\r\n\r\n", "{\"a\":1} ")]
    [InlineData("ff\r\ncut short", "cut short")]
    [InlineData("zz\r\n", "")]
    [InlineData("", "")]
    public void Puts_chunks_together(string body, string expected) =>
        Assert.Equal(expected, Parse($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{body}")!.Body);

    private static HttpAnswer? Parse(string text) => HttpAnswer.Parse(Encoding.UTF8.GetBytes(text));
}
