namespace Bulwark.Edge.HttpRedirect;

/// <summary>Marks the connections of the listener that only redirects.</summary>
internal sealed class RedirectOnly
{
    public static readonly RedirectOnly Instance = new();

    private RedirectOnly()
    {
    }
}
