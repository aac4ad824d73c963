using Bulwark.CommandLine;

namespace Bulwark.Tests.CommandLine;

public sealed class TextTableTests
{
    [Fact]
    public void Aligns_columns_and_leaves_no_trailing_blanks() =>
        Assert.Equal("name   groups\nalice  staff\nbob\n", new TextTable("name", "groups").Add("alice", "staff").Add("bob", "").ToString());

    [Fact]
    public void Shows_the_headers_of_an_empty_table() => Assert.Equal("name  groups\n", new TextTable("name", "groups").ToString());
}
