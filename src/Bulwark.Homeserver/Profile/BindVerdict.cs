namespace Bulwark.Homeserver.Profile;

/// <summary>What a localpart is to the subject that logs in with it.</summary>
internal enum BindVerdict
{
    /// <summary>It is another subject's.</summary>
    Foreign,

    /// <summary>It is theirs, and a newer token of theirs has logged in before: what this one says of groups is out of date.</summary>
    Outdated,

    /// <summary>It is theirs, and no token knows more than this one.</summary>
    Current,
}
