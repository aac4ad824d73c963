namespace Bulwark.Pki.Revocation;

/// <summary>A revocation list that can be read and must not be used; the message goes on where the file's name ends.</summary>
internal sealed class RevocationListException(string message) : Exception(message);
