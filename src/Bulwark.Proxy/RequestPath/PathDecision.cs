namespace Bulwark.Proxy.RequestPath;

/// <summary>What is done with a request because of its path.</summary>
public enum PathDecision
{
    /// <summary>It goes on, with the client's bytes unchanged.</summary>
    Forward,

    /// <summary>400: the path is malformed, or can be read in more than one way.</summary>
    Refuse,

    /// <summary>404: the path is, or could be taken for, one that does not exist on the public side.</summary>
    Hide,
}
