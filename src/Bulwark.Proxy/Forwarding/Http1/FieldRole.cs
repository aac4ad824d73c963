namespace Bulwark.Proxy.Forwarding.Http1;

/// <summary>What a field of an answer is for.</summary>
internal enum FieldRole
{
    /// <summary>The client.</summary>
    Plain,

    /// <summary>The client, and it is kept nowhere.</summary>
    Secret,

    /// <summary>The connection to the target: it ends here.</summary>
    Hop,

    /// <summary>Says where the body ends.</summary>
    ContentLength,

    /// <inheritdoc cref="ContentLength" />
    TransferEncoding,

    /// <summary>Says what becomes of the connection, and what else ends here.</summary>
    Connection,

    /// <summary>Says whose request it was, to us (<see cref="Core.Http.MemberHeader"/>).</summary>
    Member,
}
