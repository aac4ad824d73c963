using Bulwark.Proxy.Forwarding.HandOver;
using Bulwark.Proxy.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Bulwark.Proxy.Tests.Forwarding.HandOver;

public sealed class HandedHeadersTests
{
    private static readonly string[] Names = ["Host", "Accept", "X-Request-Id", "Content-Length", "Content-Type", "Cookie", "X-A", "X-B"];

#pragma warning disable CA5394 // a seeded sequence, so that a failure comes again
    [Fact]
    public void They_do_what_the_headers_of_the_server_do()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            IHeaderDictionary expected = new HeaderDictionary();
            IHeaderDictionary actual = new HandedHeaders(capacity: 2);
            for (var step = 0; step < 40; step++)
            {
                var name = random.Next(2) == 0 ? Names[random.Next(Names.Length)] : Names[random.Next(Names.Length)].ToUpperInvariant();
                Change(expected, actual, name, random.Next(6), random.Next(100).ToString(System.Globalization.CultureInfo.InvariantCulture));
                AssertSame(expected, actual);
            }
        }
    }
#pragma warning restore CA5394

    [Fact]
    public void A_name_is_added_once()
    {
        IHeaderDictionary headers = new HandedHeaders(capacity: 2);
        headers["Accept"] = "a";

#pragma warning disable ASP0019 // it is what is tested
        Assert.Throws<ArgumentException>(() => headers.Add("ACCEPT", "b"));
#pragma warning restore ASP0019
        Assert.Throws<KeyNotFoundException>(() => ((IDictionary<string, StringValues>)headers)["Host"]);
        Assert.Equal("a", headers["accept"]);
    }

    [Fact]
    public void Those_of_a_kind_go_and_the_others_stay_in_their_order()
    {
        var headers = new HandedHeaders(capacity: 2);
        foreach (var name in Names)
            headers[name] = name + "!";

        headers.RemoveAll(name => name.StartsWith("X-", StringComparison.Ordinal));

        Assert.Equal("Host, Accept, Content-Length, Content-Type, Cookie", string.Join(", ", headers.Select(header => header.Key)));
        Assert.Equal("Cookie!", headers["Cookie"]);
        Assert.False(headers.ContainsKey("X-A"));

        headers.RemoveAll(_ => true);
        Assert.Empty(headers);
    }

    [Fact]
    public void A_walk_shows_what_stands_in_them_and_in_those_of_the_server()
    {
        IHeaderDictionary handed = new HandedHeaders(capacity: 2);
        IHeaderDictionary served = new HeaderDictionary();
        foreach (var name in Names)
            handed[name] = served[name] = name + "!";

        Assert.Equal(Names.Select(name => (name, name + "!")), WalkThrough(handed));
        Assert.Equal(served.Select(header => (header.Key, header.Value.ToString())), WalkThrough(served));
        Assert.Empty(WalkThrough(new HandedHeaders(capacity: 2)));
    }

    [Fact]
    public void Two_hundred_fields_fit()
    {
        IHeaderDictionary headers = new HandedHeaders(capacity: 1);
        for (var i = 0; i < 200; i++)
            headers[$"X-{i}"] = new StringValues([$"{i}", "more"]);

        Assert.Equal(200, headers.Count);
        Assert.Equal(["150", "more"], headers["x-150"].ToArray());
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"X-{i}"), headers.Keys, StringComparer.Ordinal);
    }

    private static void Change(IHeaderDictionary expected, IHeaderDictionary actual, string name, int kind, string value)
    {
        switch (kind)
        {
            case 0:
                Assert.Equal(expected.Remove(name), actual.Remove(name));
                break;
            case 1:
                expected[name] = actual[name] = StringValues.Empty;
                break;
            case 2:
                expected.ContentLength = actual.ContentLength = value.Length;
                break;
            case 3 when value.EndsWith('7'):
                expected.Clear();
                actual.Clear();
                break;
            default:
                expected[name] = actual[name] = value;
                break;
        }
    }

    private static void AssertSame(IHeaderDictionary expected, IHeaderDictionary actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.Equal(expected.ContentLength, actual.ContentLength);
        Assert.Equal(Sorted(expected), Sorted(actual), StringComparer.Ordinal);
        foreach (var name in Names)
        {
            Assert.Equal(expected[name], actual[name]);
            Assert.Equal(expected.ContainsKey(name), actual.ContainsKey(name));
            Assert.Equal(expected.TryGetValue(name, out var there), actual.TryGetValue(name, out var here));
            Assert.Equal(there, here);
        }
    }

    private static IEnumerable<string> Sorted(IHeaderDictionary headers) => headers.Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.OrdinalIgnoreCase).Select(line => line.ToUpperInvariant());

    private static List<(string Name, string Values)> WalkThrough(IHeaderDictionary headers)
    {
        List<(string Name, string Values)> seen = [];
        foreach (var (name, values) in HeaderWalk.Through(headers))
            seen.Add((name, values.ToString()));
        return seen;
    }
}
