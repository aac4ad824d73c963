namespace Bulwark.Core.Routing;

/// <summary>
/// The routes of a tier, written out by hand: method, template, endpoint. Templates match the raw target with case, segment by segment, each
/// decoded once. The framework's own routing ignores case and matches a path that has been decoded and normalised, which is not what the
/// client asked for and not what the edge decided on.
/// </summary>
/// <example><c>routes.Map("PUT", "/_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}", send.HandleAsync)</c></example>
public sealed class RouteTable
{
    private readonly Node _root = new();

    /// <summary>Adds a route. A segment <c>{name}</c> matches any one segment, the empty one too; a literal beats a parameter.</summary>
    /// <exception cref="ArgumentException">The template does not start with <c>/</c>, or the route is there already.</exception>
    public RouteTable Map(string method, string template, RouteEndpoint endpoint)
    {
        if (!template.StartsWith('/'))
            throw new ArgumentException($"Route template '{template}' does not start with '/'", nameof(template));

        var names = new List<string>();
        var node = _root;
        foreach (var segment in template[1..].Split('/'))
        {
            if (segment is ['{', .. var name, '}'])
            {
                names.Add(name);
                node = node.Parameter ??= new Node();
                continue;
            }

            if (!node.Literals.TryGetValue(segment, out var next))
                node.Literals.Add(segment, next = new Node());
            node = next;
        }

        if (!node.Routes.TryAdd(method, new Route([.. names], endpoint)))
            throw new ArgumentException($"The route {method} {template} is mapped twice", nameof(template));

        return this;
    }

    /// <summary>Finds the route of a request.</summary>
    /// <param name="method">The request method, compared with case.</param>
    /// <param name="rawTarget">The request target as it came in.</param>
    public RouteMatch Match(string method, string rawTarget)
    {
        if (!RawPath.TrySplit(rawTarget, out var segments))
            return RouteMatch.NotFound;

        var values = new List<string>();
        if (Find(_root, segments, 0, values) is not { } node)
            return RouteMatch.NotFound;

        // HEAD is GET without the body, which the server leaves out by itself (RFC 9110 section 9.3.2).
        return node.Routes.TryGetValue(method, out var route) || (method == "HEAD" && node.Routes.TryGetValue("GET", out route))
            ? new RouteMatch(route.Endpoint, new RouteValues(route.Names, [.. values]), [])
            : new RouteMatch(null, default, [.. node.Routes.Keys.Order(StringComparer.Ordinal)]);
    }

    private static Node? Find(Node node, string[] segments, int depth, List<string> values)
    {
        if (depth == segments.Length)
            return node.Routes.Count > 0 ? node : null;

        if (node.Literals.TryGetValue(segments[depth], out var literal) && Find(literal, segments, depth + 1, values) is { } found)
            return found;

        if (node.Parameter is null)
            return null;

        values.Add(segments[depth]);
        if (Find(node.Parameter, segments, depth + 1, values) is { } below)
            return below;

        values.RemoveAt(values.Count - 1);
        return null;
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Literals { get; } = new(StringComparer.Ordinal);

        public Node? Parameter { get; set; }

        public Dictionary<string, Route> Routes { get; } = new(StringComparer.Ordinal);
    }

    private sealed record Route(string[] Names, RouteEndpoint Endpoint);
}
