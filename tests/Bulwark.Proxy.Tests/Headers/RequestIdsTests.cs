using Bulwark.Proxy.Headers;
using Microsoft.Extensions.Primitives;

namespace Bulwark.Proxy.Tests.Headers;

public sealed class RequestIdsTests
{
    [Theory]
    [InlineData("12345678")]
    [InlineData("A.b_c-D9")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void Keeps_a_well_formed_ID(string id) => Assert.Equal(id, RequestIds.Keep(id));

    [Theory]
    [InlineData("")]
    [InlineData("1234567")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("has space")]
    [InlineData("semi;colon")]
    [InlineData("na\u00EFvely-given")]
    [InlineData("line\r\nend-1")]
    public void Keeps_no_other(string id) => Assert.Null(RequestIds.Keep(id));

    [Fact]
    public void Keeps_neither_of_two() => Assert.Null(RequestIds.Keep(new StringValues(["12345678", "12345678"])));

    [Fact]
    public void Makes_128_random_bits() => Assert.Matches("^[0-9a-f]{32}$", RequestIds.Create());

    [Fact]
    public void Makes_another_one_each_time() => Assert.False(RequestIds.Create() == RequestIds.Create());
}
