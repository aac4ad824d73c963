using System.Text;
using Bulwark.Core.Json;

namespace Bulwark.Core.Tests.Json;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("""{"a":[1,"\ud83d\ude00",null,{"b":true}]}""", true)]
    [InlineData("7", true)]
    [InlineData("", false)]
    [InlineData("{", false)]
    [InlineData("""{"a":1,"a":2}""", false)]
    [InlineData("""{"a":1,"\u0061":2}""", false)]
    [InlineData("""{"a":{"b":1,"b":2}}""", false)]
    [InlineData("""["\ud800"]""", false)]
    [InlineData("""["\ude00\ud83d"]""", false)]
    [InlineData("""{"a":[{"b":"\udc00"}]}""", false)]
    [InlineData("""{"\ud800":1}""", false)]
    [InlineData("""{"a":1,"\ud800":1}""", false)]
    [InlineData("[[[[1]]]]", true)]
    [InlineData("[[[[[1]]]]]", false)]
    public void Reads_only_what_every_reader_reads_alike(string json, bool expected) =>
        Assert.Equal(expected, StrictJson.Read(Encoding.UTF8.GetBytes(json), maxDepth: 4) is not null);
}
