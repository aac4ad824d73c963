using System.Net;

namespace Bulwark.Core.Link;

/// <summary>Where an <see cref="InMemoryLink"/> is listened on. It has no address.</summary>
public sealed class LinkEndPoint : EndPoint
{
    private readonly string _name;

    internal LinkEndPoint(InMemoryLink link, string name) => (Link, _name) = (link, name);

    internal InMemoryLink Link { get; }

    /// <summary>The listening tier, for logs.</summary>
    public override string ToString() => _name + ".in-memory";
}
