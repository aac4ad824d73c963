using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Tests.Variables;

/// <summary>Request line, arguments, cookies and headers.</summary>
public sealed partial class TransactionDataTests
{
    [Theory]
    [InlineData("GET /a/b.php?x=1 HTTP/1.1", "REQUEST_METHOD", "GET")]
    [InlineData("GET /a/b.php?x=1 HTTP/1.1", "REQUEST_PROTOCOL", "HTTP/1.1")]
    [InlineData("GET /a/b.php?x=1 HTTP/1.1", "REQUEST_LINE", "GET /a/b.php?x=1 HTTP/1.1")]
    [InlineData("GET /a/b.php?x=1 HTTP/1.1", "REQUEST_URI", "/a/b.php?x=1")]
    [InlineData("GET /a/b.php?x=1 HTTP/1.1", "REQUEST_URI_RAW", "/a/b.php?x=1")]
    [InlineData("GET /a/b.php?x=1 HTTP/1.1", "REQUEST_FILENAME", "/a/b.php")]
    [InlineData("GET /a/b.php?x=1 HTTP/1.1", "PATH_INFO", "/a/b.php")]
    [InlineData("GET /a/b.php?x=1 HTTP/1.1", "REQUEST_BASENAME", "b.php")]
    [InlineData("GET /a/b.php?x=1 HTTP/1.1", "QUERY_STRING", "x=1")]
    [InlineData("GET /a/b.php?x=%41 HTTP/1.1", "QUERY_STRING", "x=%41")]
    [InlineData("GET /a%2fb%3Fc+%zz?x=%41+ HTTP/1.1", "REQUEST_FILENAME", "/a/b?c+%zz")]
    [InlineData("GET /a%2fb%3Fc?x=%41+ HTTP/1.1", "REQUEST_URI", "/a/b?c?x=A+")]
    [InlineData("GET /a%2fb%3Fc?x=%41+ HTTP/1.1", "REQUEST_URI_RAW", "/a%2fb%3Fc?x=%41+")]
    [InlineData("GET /a\\b.asp HTTP/1.1", "REQUEST_BASENAME", "b.asp")]
    [InlineData("GET /a%5cb.asp HTTP/1.1", "REQUEST_BASENAME", "b.asp")]
    [InlineData("GET /a/ HTTP/1.1", "REQUEST_BASENAME", "")]
    [InlineData("GET http://host.example:80/a?b HTTP/1.1", "REQUEST_URI", "/a?b")]
    [InlineData("GET http://host.example:80/a?b HTTP/1.1", "REQUEST_URI_RAW", "http://host.example:80/a?b")]
    [InlineData("GET http://host.example HTTP/1.1", "REQUEST_URI", "http://host.example")]
    [InlineData("OPTIONS * HTTP/1.1", "REQUEST_URI", "*")]
    [InlineData("CONNECT host.example:443 HTTP/1.1", "REQUEST_URI", "host.example:443")]
    [InlineData("GET /a#b?c HTTP/1.1", "REQUEST_URI", "/a")]
    [InlineData("GET /a#b?c HTTP/1.1", "REQUEST_URI_RAW", "/a#b?c")]
    [InlineData("GET /a b?c d HTTP/1.1", "REQUEST_URI_RAW", "/a b?c d")]
    [InlineData("GET /a b?c d HTTP/1.1", "QUERY_STRING", "c d")]
    [InlineData("GET /a b", "REQUEST_URI_RAW", "/a b")]
    [InlineData("GET /a b", "REQUEST_PROTOCOL", "")]
    [InlineData("GET / JUNK/1.0", "REQUEST_PROTOCOL", "JUNK/1.0")]
    [InlineData("nonsense", "REQUEST_METHOD", "nonsense")]
    [InlineData("", "REQUEST_METHOD", "")]
    public void Takes_a_request_line_apart(string line, string variable, string expected)
    {
        var data = Begin();
        data.SetRequestLine(Bytes(line));
        Assert.Equal(expected, data.Scalar(Kind(variable)).ToString());
    }

    [Fact]
    public void Makes_a_request_line_of_its_parts()
    {
        var data = Begin();
        data.SetRequestLine("PUT"u8, "/x?y=z"u8, "HTTP/2.0"u8);

        Assert.Equal("PUT /x?y=z HTTP/2.0", data.Scalar(VariableKind.RequestLine).ToString());
        Assert.Equal(["y=z"], Pairs(data.View(VariableKind.ArgsGet)));
        Assert.Equal("/x", data.Scalar(VariableKind.RequestFilename).ToString());
    }

    [Theory]
    [InlineData("a=1&b=2", "a=1|b=2")]
    [InlineData("a=1&a=2", "a=1|a=2")]
    [InlineData("a", "a=")]
    [InlineData("a=", "a=")]
    [InlineData("=a", "=a")]
    [InlineData("a=b=c", "a=b=c")]
    [InlineData("a&&b", "a=|=|b=")]
    [InlineData("a&", "a=")]
    [InlineData("a+b=c+d", "a b=c d")]
    [InlineData("%61%3D=%26%00", "a==&\0")]
    [InlineData("a=%zz%4%", "a=%zz%4%")]
    [InlineData("a=%%41", "a=%A")]
    [InlineData("a=%c3%a4", "a=\u00c3\u00a4")]
    [InlineData("", "")]
    public void Reads_the_arguments_of_a_query(string query, string expected)
    {
        var data = Begin();
        data.SetRequestLine("GET"u8, Bytes("/?" + query), "HTTP/1.1"u8);
        Assert.Equal(expected, string.Join('|', Pairs(data.View(VariableKind.Args))));
    }

    [Theory]
    [InlineData("a=%41", "0")]
    [InlineData("a=%4", "1")]
    [InlineData("%zz=a&b=c", "1")]
    public void Tells_invalid_escapes(string query, string expected)
    {
        var data = Begin();
        data.SetRequestLine("GET"u8, Bytes("/?" + query), "HTTP/1.1"u8);
        Assert.Equal(expected, data.Scalar(VariableKind.UrlencodedError).ToString());
    }

    [Fact]
    public void Separates_arguments_by_what_the_rule_set_says()
    {
        var data = Begin(new DataLimits { ArgumentSeparator = (byte)';' });
        data.SetRequestLine("GET /?a=1;b=2&c HTTP/1.1"u8);
        Assert.Equal(["a=1", "b=2&c"], Pairs(data.View(VariableKind.Args)));
    }

    [Fact]
    public void Keeps_no_more_arguments_than_the_limit()
    {
        var data = Begin(new DataLimits { Arguments = 2 });
        data.SetRequestLine("GET /?a&b&c HTTP/1.1"u8);

        Assert.Equal(["a=", "b="], Pairs(data.View(VariableKind.Args)));
        Assert.True(data.ArgumentsLimitExceeded);
    }

    [Fact]
    public void Shows_names_and_parts_of_the_same_arguments()
    {
        var data = Begin();
        data.SetRequestLine("POST /?a=1&b=22 HTTP/1.1"u8);
        data.AddRequestHeader("Content-Type"u8, "application/x-www-form-urlencoded; charset=utf-8"u8);
        data.AppendRequestBody("c=3&d"u8);
        data.AppendRequestBody("=4"u8);
        data.ReadRequestBody();

        Assert.Equal(["a=1", "b=22", "c=3", "d=4"], Pairs(data.View(VariableKind.Args)));
        Assert.Equal(["a=1", "b=22"], Pairs(data.View(VariableKind.ArgsGet)));
        Assert.Equal(["c=3", "d=4"], Pairs(data.View(VariableKind.ArgsPost)));
        Assert.Equal(["a", "b", "c", "d"], Values(data.View(VariableKind.ArgsNames)));
        Assert.Equal(["a", "b"], Values(data.View(VariableKind.ArgsGetNames)));
        Assert.Equal(["c", "d"], Values(data.View(VariableKind.ArgsPostNames)));
        Assert.Equal("9", data.Scalar(VariableKind.ArgsCombinedSize).ToString());
        Assert.Equal("URLENCODED", data.Scalar(VariableKind.ReqbodyProcessor).ToString());
        Assert.Equal("c=3&d=4", data.Scalar(VariableKind.RequestBody).ToString());
        Assert.Equal("7", data.Scalar(VariableKind.RequestBodyLength).ToString());
    }

    [Theory]
    [InlineData("/?a&b", "c=d", false)]
    [InlineData("/?a&b&a", "", true)]
    [InlineData("/?a&b", "b=d", true)]
    [InlineData("/", "a&%61", true)]
    public void Notices_parameters_given_twice(string target, string form, bool expected)
    {
        var data = Begin();
        data.SetRequestLine("POST"u8, Bytes(target), "HTTP/1.1"u8);
        data.AddRequestHeader("Content-Type"u8, "application/x-www-form-urlencoded"u8);
        data.AppendRequestBody(Bytes(form));
        data.ReadRequestBody();
        Assert.Equal(expected, data.HasDuplicateParameters());
    }

    [Theory]
    [InlineData("a=1; b=2", "a=1|b=2")]
    [InlineData("a=1;b=2;", "a=1|b=2")]
    [InlineData("  a=1 ; b= 2  ", "a=1 |b= 2")]
    [InlineData("a=b=c; a=d", "a=b=c|a=d")]
    [InlineData("a; =b; ;;c=", "a=|c=")]
    [InlineData("a=%41+", "a=%41+")]
    [InlineData("", "")]
    public void Reads_cookies(string header, string expected)
    {
        var data = Begin();
        data.AddRequestHeader("cOOkie"u8, Bytes(header));
        Assert.Equal(expected, string.Join('|', Pairs(data.View(VariableKind.RequestCookies))));
    }

    [Fact]
    public void Keeps_headers_in_order_and_finds_them_without_case()
    {
        var data = Begin();
        data.AddRequestHeader("Host"u8, "chat.example:8448"u8);
        data.AddRequestHeader("X-One"u8, "1"u8);
        data.AddRequestHeader("x-one"u8, "2"u8);

        Assert.Equal(["Host=chat.example:8448", "X-One=1", "x-one=2"], Pairs(data.View(VariableKind.RequestHeaders)));
        Assert.Equal(["Host", "X-One", "x-one"], Values(data.View(VariableKind.RequestHeadersNames)));
        Assert.Equal("1", data.RequestHeader("X-ONE"u8).ToString());
        Assert.Equal("chat.example", data.Scalar(VariableKind.ServerName).ToString());
    }

    [Theory]
    [InlineData("[::1]:80", "[::1]")]
    [InlineData("[::1]", "[::1]")]
    [InlineData("[::1", "[")]
    [InlineData("a:b:c", "a")]
    public void Takes_the_port_from_the_host(string host, string expected)
    {
        var data = Begin();
        data.AddRequestHeader("host"u8, Bytes(host));
        Assert.Equal(expected, data.Scalar(VariableKind.ServerName).ToString());
    }

    [Theory]
    [InlineData("Basic YWxpY2U6c2VjcmV0", "Basic", "alice")]
    [InlineData("basic  YWxpY2U6c2VjcmV0 ", "basic", "alice")]
    [InlineData("Basic YWxpY2U=", "Basic", "")]
    [InlineData("Basic %%%", "Basic", "")]
    [InlineData("Bearer abc", "Bearer", "")]
    [InlineData("abc", "abc", "")]
    public void Reads_who_the_credentials_claim_to_be(string header, string scheme, string user)
    {
        var data = Begin();
        data.AddRequestHeader("Authorization"u8, Bytes(header));
        Assert.Equal(scheme, data.Scalar(VariableKind.AuthType).ToString());
        Assert.Equal(user, data.Scalar(VariableKind.RemoteUser).ToString());
        Assert.Equal(user.Length > 0 ? 1 : 0, data.View(VariableKind.RemoteUser).Count);
    }
}
