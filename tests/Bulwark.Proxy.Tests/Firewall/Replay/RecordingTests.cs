using System.Text;
using Bulwark.Core;
using Bulwark.Proxy.Firewall.Replay;
using Bulwark.Testing;
using Bulwark.Waf;
using Bulwark.Waf.Acl;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Proxy.Tests.Firewall.Replay;

public sealed class RecordingTests
{
    private static readonly WafEngine Engine = WafEngine.Load(new RuleSources().AddText("test", """
        SecRuleEngine DetectionOnly
        SecRequestBodyAccess On
        SecRule REQUEST_HEADERS:Content-Type "@contains json" "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON"
        SecRule ARGS "@contains attack" "id:2,phase:2,deny,log"
        SecRule REQUEST_HEADERS:Host "@streq odd.example.org" "id:3,phase:1,pass,log"
        SecRule REQUEST_PROTOCOL "@streq HTTP/2.0" "id:4,phase:1,pass,log"
        SecRule &REQUEST_HEADERS:Content-Length "@gt 1" "id:5,phase:1,pass,log"
        """));

    [Theory]
    [InlineData("""{"method":"GET","url":"/?q=attack"}""", "2 ARGS:q")]
    [InlineData("""{"method":"GET","url":"https://u:p@odd.example.org?q=attack#x"}""", "2 ARGS:q, 3 REQUEST_HEADERS:Host")]
    [InlineData("""{"method":"GET","url":"/","httpVersion":"h3","headers":{":authority":"odd.example.org",":path":"/"}}""", "3 REQUEST_HEADERS:Host, 4 REQUEST_PROTOCOL")]
    [InlineData("""{"method":"POST","url":"/","headers":{"Content-Type":["application/json"]},"body":"{\"a\":{\"b\":\"attack\"}}"}""", "2 ARGS:json.a.b")]
    [InlineData("""{"method":"POST","url":"/","headers":[{"name":"content-type","value":"application/x-www-form-urlencoded"},{"name":"content-length","value":"8"}],"bodyBase64":"cT1hdHRhY2s="}""", "2 ARGS:q")]
    [InlineData("""{"method":"GET","url":"/?q=fine"}""", "")]
    [InlineData("""{"method":"GET","url":"/?q=\ud800attack"}""", "2 ARGS:q")]
    public void Shows_a_line_to_the_rules(string line, string expected)
    {
        var report = Replay(line);

        Assert.Equal(1, report.Requests);
        Assert.Equal(expected, string.Join(", ", report.Rules.OrderBy(rule => rule.Rule, StringComparer.Ordinal).Select(rule => $"{rule.Rule} {rule.Examples[0].Variable}")));
    }

    [Fact]
    public void Counts_hits_and_what_would_be_refused()
    {
        var report = Replay(string.Join('\n',
            """{"method":"GET","url":"http://odd.example.org/?q=fine"}""",
            "",
            """{"method":"GET","url":"http://odd.example.org/?q=attack&r=attack"}""",
            """{"method":"GET","url":"data:text/plain,attack"}""",
            """{"method":"GET","url":"/?q=attack"}"""));

        Assert.Equal((3, 1, 3, 2, 0), (report.Requests, report.Skipped, report.Matched, report.WouldBlock, report.BudgetExceeded));
        Assert.Equal("2 2/2 [2 4], 3 2/1 [1 2]", string.Join(", ", report.Rules.Select(rule =>
            $"{rule.Rule} {rule.Hits}/{rule.WouldBlock} [{string.Join(' ', rule.Examples.Select(example => example.Request))}]")));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "an attack")]
    public void Shows_values_only_when_asked(bool showsValues, string? value)
    {
        var example = Assert.Single(Assert.Single(Replay("""{"method":"GET","url":"/?q=an+attack"}""", showsValues).Rules).Examples);

        Assert.Equal((9, value), (example.Length, example.Value));
    }

    [Fact]
    public void Reads_an_archive_entry_by_entry()
    {
        var padding = new string('x', 300_000);
        var entries = Enumerable.Range(1, 40).Select(number => $$"""
            {
              "startedDateTime": "2026-01-01T00:00:00Z",
              "request": {
                "method": "POST", "url": "https://example.org/{{number}}", "httpVersion": "http/2.0",
                "headers": [ { "name": "Content-Type", "value": "application/x-www-form-urlencoded" } ],
                "postData": { "mimeType": "application/x-www-form-urlencoded", {{(number % 2 == 0 ? "\"text\": \"q=attack\"" : "\"params\": [ { \"name\": \"q\", \"value\": \"fine&well\" } ]")}} }
              },
              "response": { "status": 200, "content": { "text": "{{padding}}" } }
            }
            """);

        var report = Replay($$"""{ "log": { "version": "1.2", "creator": { "name": "a", "entries": [ 1 ] }, "pages": [], "entries": [ {{string.Join(',', entries)}} ], "comment": "" } }""");

        Assert.Equal((40, 20), (report.Requests, report.WouldBlock));
        Assert.Equal([2, 4, 6], report.Rules.Single(rule => rule.Rule == "2").Examples.Select(example => example.Request));
    }

    [Theory]
    [InlineData("{\"method\":\"GET\",\"url\":\"/\"}\n{\"method\":\"GET\"", "request 2 cannot be read: ")]
    [InlineData("{\"method\":\"GET\",\"url\":\"/\"}\nGET / HTTP/1.1", "request 2 cannot be read: ")]
    [InlineData("{\"method\":\"GET\",\"url\":\"/\"}\n{\"method\":\"GET\"}", "request 2: 'url' is missing")]
    [InlineData("{\"url\":\"/\"}", "request 1: 'method' is missing")]
    [InlineData("{\"method\":1,\"url\":\"/\"}", "request 1: 'method' is not a text")]
    [InlineData("{\"method\":\"GET\",\"url\":\"/\",\"headers\":\"a: b\"}", "request 1: 'headers' is neither an object nor a list")]
    [InlineData("{\"method\":\"GET\",\"url\":\"/\",\"headers\":{\"a\":1}}", "request 1: 'headers' has a value that is neither a text nor a list of texts")]
    [InlineData("{\"method\":\"GET\",\"url\":\"/\",\"bodyBase64\":\"!\"}", "request 1: 'bodyBase64' is not base64")]
    [InlineData("[]", "request 1 is not an object")]
    [InlineData("{\"log\":{\"entries\":[{}]}}", "request 1: 'request' is missing")]
    [InlineData("{\"log\":{\"entries\":[7]}}", "request 1 is not an object")]
    [InlineData("{\"log\":{\"pages\":[]}}", "'log' has no 'entries', so it is no HTTP archive")]
    [InlineData("{\"log\":{\"entries\":{}}}", "it is neither an HTTP archive (log.entries) nor JSON lines")]
    [InlineData("{\"log\":{\"entries\":[{\"request\":{\"method\":\"GET\",\"url\":\"/\"}},{\"req", "request 2 cannot be read: ")]
    public void Says_where_a_recording_is_broken(string text, string message) =>
        Assert.Contains($" cannot be used: {message}", Assert.Throws<OperatorException>(() => Replay(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Asks_the_groups_that_come_with_the_program()
    {
        var acl = WebAcl.Create(BuiltInGroups.LoadEngine(), new WebAclOptions { Groups = BuiltInGroups.Names.ToDictionary(name => name, _ => GroupMode.Count, StringComparer.Ordinal) });
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder["recording"], """{"method":"GET","url":"https://example.org/?q=%3Cscript%3Ealert(1)%3C/script%3E","headers":{"User-Agent":"a"}}""" + "\n" + """{"method":"GET","url":"https://example.org/?q=hello","headers":{"User-Agent":"a"}}""");

        var report = new Recording(folder["recording"]).Replay(acl, showsValues: false, progress: null, TestContext.Current.CancellationToken);

        Assert.Equal((2, 1, 1), (report.Requests, report.Matched, report.WouldBlock));
        Assert.All(report.Rules, rule => Assert.Equal("core", rule.Group));
    }

    [Fact]
    public void Says_which_recording_is_missing() =>
        Assert.StartsWith("The recording /nowhere.har cannot be read: ", Assert.Throws<OperatorException>(() => new Recording("/nowhere.har").Replay(Engine, showsValues: false, progress: null, CancellationToken.None)).Message, StringComparison.Ordinal);

    private static ReplayReport Replay(string text, bool showsValues = false)
    {
        using var folder = new TemporaryDirectory();
        var file = Path.Combine(folder.Path, "recording");
        File.WriteAllBytes(file, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)]);
        return new Recording(file).Replay(Engine, showsValues, progress: null, TestContext.Current.CancellationToken);
    }
}
