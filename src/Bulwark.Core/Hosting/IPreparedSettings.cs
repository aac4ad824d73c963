namespace Bulwark.Core.Hosting;

/// <summary>Settings that are ready to be put into force. Disposing of them without doing so abandons them.</summary>
public interface IPreparedSettings : IDisposable
{
    /// <summary>Swaps one reference: each request from now on runs under these settings, those under way end under the old ones.</summary>
    void PutIntoForce();
}
