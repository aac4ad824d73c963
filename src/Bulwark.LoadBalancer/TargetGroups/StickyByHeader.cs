using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>The target that the value of a header belongs to, however busy it is; requests without the header go wherever.</summary>
internal sealed class StickyByHeader(HashRing ring, string header, ITargetChoice without) : ITargetChoice
{
    private readonly Func<HttpContext, ulong?> _key = HashKeys.OfHeader(header);

    public int Choose(HttpContext context, ulong usable) => _key(context) is { } hash ? ring.Find(hash, usable) : without.Choose(context, usable);
}
