namespace Bulwark.Posture.Wire;

/// <summary>What came of one request.</summary>
internal enum AnswerKind
{
    /// <summary>No TCP connection: the server is down or unreachable, which says nothing about what it would refuse.</summary>
    Unreachable,

    /// <summary>A TCP connection came about and ended without one byte of the application.</summary>
    Refused,

    /// <summary>The server neither answered nor closed in time.</summary>
    Silent,

    /// <summary>At least one byte of the application came.</summary>
    Answered,
}
