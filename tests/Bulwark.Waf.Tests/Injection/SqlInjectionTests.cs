using System.Text;
using Bulwark.Waf.Injection.Sql;

namespace Bulwark.Waf.Tests.Injection;

public sealed class SqlInjectionTests
{
    [Theory]
    [InlineData("1 or 1=1", "1&1o1")]
    [InlineData("1/**/or/**/+1 = -(1)", "1&1o1")]
    [InlineData("1+1-1 or 1=1", "1&1o1")]
    [InlineData("1 or 'a'='a'", "1&sos")]
    [InlineData("1 union all select 1,2,3", "1UE1")]
    [InlineData("1 order by 3", "1B1")]
    [InlineData("sleep(5)", "X(1)")]
    [InlineData("1; drop table users", "1;En")]
    public void Is_found_as_it_stands(string value, string fingerprint) => Assert.Equal(fingerprint, Fingerprint(value));

    [Theory]
    [InlineData("x' or 'a'='a", "s&sos")]
    [InlineData("x' or 1=1--", "s&1o1")]
    [InlineData("x') union select 1--", "s)UE1")]
    [InlineData("x\" or \"a\"=\"a", "s&sos")]
    [InlineData("it's and sleep(5)", null)]
    [InlineData("admin'--", "sc")]
    [InlineData("x'; waitfor delay '0:0:5'--", "s;Tsc")]
    public void Is_found_where_it_breaks_out_of_a_string(string value, string? fingerprint) => Assert.Equal(fingerprint, Fingerprint(value));

    [Theory]
    [InlineData("x' or 1#", "s&1c")] // a comment in MySQL only
    [InlineData("x\\' or 1=1--", "s&1o1")] // the quote is escaped in MySQL only
    [InlineData("1 /*!50000union*/ select 1", "1UE1")] // executed by MySQL only
    public void Is_found_in_whichever_dialect_reads_it_so(string value, string? fingerprint) => Assert.Equal(fingerprint, Fingerprint(value));

    [Theory]
    [InlineData("the boys' -- they're late")]
    [InlineData("the 'or' operator")]
    [InlineData("{\"or\":1}")]
    [InlineData("use '--help' or '#'")]
    [InlineData("\"a\" + \"b\" == \"ab\"")]
    [InlineData("ok; select one")]
    [InlineData("x = 5; foo(1)")]
    [InlineData("1 or 2 -- whichever")]
    [InlineData("select * from users where id = 5")]
    public void Ordinary_text_that_looks_like_one_is_none(string value) => Assert.Null(Fingerprint(value));

    [Theory]
    [InlineData("")]
    [InlineData("'")]
    [InlineData("''")]
    [InlineData("\\")]
    [InlineData("/*!")]
    [InlineData("/*!50000")]
    [InlineData("$")]
    [InlineData("@@")]
    [InlineData("q'[")]
    [InlineData("--")]
    [InlineData("((((")]
    public void What_is_cut_off_is_read_to_its_end(string value) => Assert.Null(Fingerprint(value));

    [Fact]
    public void The_grammar_gives_a_table_of_fingerprints()
    {
        Assert.InRange(SqlFingerprints.Count, 500, 5000);
        Assert.True(SqlFingerprints.Contains("s&1o1"u8));
        Assert.True(SqlFingerprints.Contains("1UEnk"u8));
        Assert.False(SqlFingerprints.Contains("1&"u8));
        Assert.False(SqlFingerprints.Contains("nnnnn"u8));
        Assert.False(SqlFingerprints.Contains([]));
    }

    private static string? Fingerprint(string value)
    {
        Span<byte> fingerprint = stackalloc byte[SqlFolding.Longest];
        return SqlInjection.IsInjection(Encoding.UTF8.GetBytes(value), fingerprint, out var length) ? Encoding.ASCII.GetString(fingerprint[..length]) : null;
    }
}
