namespace Bulwark.Testing;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Connection">Counted from 0 in the order of connecting.</param>
/// <param name="Head">Its lines, without line ends and without the empty one.</param>
/// <param name="Body">Without its framing.</param>
public sealed record RecordedRequest(int Connection, IReadOnlyList<string> Head, string Body)
{
    public string RequestLine => Head[0];

    public string Target => RequestLine.Split(' ')[1];

    /// <summary>Every value of a header.</summary>
    public IReadOnlyList<string> Values(string name) =>
        [.. Head.Skip(1).Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim())];
}
